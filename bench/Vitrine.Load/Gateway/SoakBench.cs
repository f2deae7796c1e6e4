using System.Diagnostics;

namespace Vitrine.Load.Gateway;

/// <summary>Whether the gateway's memory stays flat over very many requests, one stream among a hundred.</summary>
internal static class SoakBench
{
    private const int Readings = 10;
    // A heap breathes by some megabytes from one collection to the next; a leak of 32 bytes a request shows as more over a million.
    private const double MostGrowth = 1.10;
    private const double Megabyte = 1024 * 1024;

    /// <summary>Sends the requests, reads the resident memory ten times and judges it.</summary>
    /// <returns>Whether it was flat.</returns>
    public static async Task<bool> RunAsync(GatewayPeers peers, LoadOptions options)
    {
        Console.WriteLine($"""

            ### Soak: {options.Requests:N0} requests, {options.Connections} connections

            | requests | resident, MB | requests/s since the last line |
            |---|---|---|
            """);
        using var http = LoadClient.Http(options.Connections);
        var resident = new List<double>();
        var share = options.Requests / Readings;
        for (var reading = 1; reading <= Readings; reading++)
        {
            var from = Stopwatch.GetTimestamp();
            await LoadClient.SendManyAsync(http, peers.Gateway, options.Connections, share, number => number % 100 == 0);
            resident.Add(peers.Gateway.ResidentBytes() / Megabyte);
            Console.WriteLine(FormattableString.Invariant($"| {share * reading:N0} | {resident[^1]:0.0} | {share / Stopwatch.GetElapsedTime(from).TotalSeconds:N0} |"));
        }

        // The first tenth warms up: code is compiled, pools and the ring of operations fill.
        var (early, late) = (resident[1..4].Average(), resident[^3..].Average());
        var isFlat = late <= early * MostGrowth;
        Console.WriteLine(FormattableString.Invariant($"\nResident memory: {resident[0]:0} MB at the start, {resident[Readings / 2 - 1]:0} MB in the middle, {resident[^1]:0} MB at the end; the last three tenths are {late / early:0.00} times the second to fourth tenth: {(isFlat ? "flat" : "**not flat**")}."));
        return isFlat;
    }
}
