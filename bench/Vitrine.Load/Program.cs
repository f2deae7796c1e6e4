using Vitrine.Load;
using Vitrine.Load.Gateway;

// Whole services under load, each in a process of its own. The first verbs are what a person asks for; the others are this program as its own child.
switch (args)
{
    case ["upstream"]:
        return await BenchServers.ServeUpstreamAsync();
    case ["bare", var upstream]:
        return await BenchServers.ForwardAsync(upstream);
    case ["ledger"]:
        return await BenchServers.TakeAuditEventsAsync();
    case ["gateway", .. var rest] when LoadOptions.TryRead(rest, out var options):
        return await GatewayBench.RunAsync(options);
    default:
        Console.Error.WriteLine(LoadOptions.Usage);
        return 2;
}
