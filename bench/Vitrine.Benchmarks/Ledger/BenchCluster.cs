using System.Net;
using System.Net.Sockets;
using Vitrine.Testing.Etcd;

namespace Vitrine.Benchmarks.Ledger;

/// <summary>Members of an etcd of one's own, their files in a folder of the disk that is measured.</summary>
internal static class BenchCluster
{
    public static IReadOnlyList<EtcdProcess> Start(int members, string folder)
    {
        var ports = FreePorts(2 * members);
        var cluster = string.Join(',', Enumerable.Range(0, members).Select(i => $"m{i + 1}=http://127.0.0.1:{ports[members + i]}"));
        EtcdProcess[] processes = [.. Enumerable.Range(0, members).Select(i => new EtcdProcess("etcd", $"m{i + 1}", ports[i], ports[members + i], cluster, Path.Combine(folder, $"m{i + 1}"), ["--quota-backend-bytes=8589934592"]))];
        foreach (var process in processes) process.Start();
        return processes;
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] held = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in held) listener.Start();
        int[] ports = [.. held.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in held) listener.Stop();
        return ports;
    }
}
