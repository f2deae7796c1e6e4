namespace Vitrine.Load.Gateway;

/// <summary>The gateway's load figures, as tables of Markdown for docs/benchmarks.md.</summary>
internal static class GatewayBench
{
    /// <summary>Runs the parts that are asked for.</summary>
    /// <returns>0, or 1 when memory was not flat: the one figure that does not depend on the machine.</returns>
    public static async Task<int> RunAsync(LoadOptions options)
    {
        Console.WriteLine(Machine.Describe());
        using var peers = await GatewayPeers.StartAsync();
        if (options.Parts.Contains("throughput"))
        {
            await ThroughputBench.RunAsync(peers.Forwarders, options, stream: false, new Targets(0.90, 1.15));
            await ThroughputBench.RunAsync(peers.Forwarders, options, stream: true);
        }

        if (options.Parts.Contains("audit")) await AuditBench.RunAsync(peers, options);

        if (options.Parts.Contains("first-byte")) await FirstByteBench.RunAsync(peers, options);
        return !options.Parts.Contains("soak") || await SoakBench.RunAsync(peers, options) ? 0 : 1;
    }
}
