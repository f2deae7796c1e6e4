using System.Diagnostics;

namespace Vitrine.Load.Gateway;

/// <summary>One upstream that answers at once, and before it, each in a process of its own: a bare forwarder, nginx without and with an access log, and the gateway with every signal on.</summary>
internal sealed class GatewayPeers : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-load-");

    private GatewayPeers()
    {
    }

    public Peer Upstream { get; private set; } = null!;

    public Peer Bare { get; private set; } = null!;

    public Peer Gateway { get; private set; } = null!;

    /// <summary>Those that stand before the upstream, the bare one first and the gateway last.</summary>
    public IReadOnlyList<Peer> Forwarders { get; private set; } = [];

    /// <summary>Starts them and waits until each answers through to the upstream.</summary>
    public static async Task<GatewayPeers> StartAsync()
    {
        var peers = new GatewayPeers();
        try
        {
            await peers.StartAllAsync();
            return peers;
        }
        catch
        {
            peers.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAllAsync()
    {
        Upstream = Own(await Peer.StartSelfAsync("upstream", "upstream"));
        Bare = Own(await Peer.StartSelfAsync("bare", "bare", Upstream.Url));
        Peer[] nginx = NginxPeer.IsInstalled ? [Own(NginxPeer.Start(_folder.FullName, Upstream.Url, accessLog: false)), Own(NginxPeer.Start(_folder.FullName, Upstream.Url, accessLog: true))] : [];
        if (nginx.Length == 0) Console.WriteLine("nginx is not installed: left out.");
        Gateway = StartGateway("gateway");
        Forwarders = [Bare, .. nginx, Gateway];
        using var http = new HttpClient();
        foreach (var peer in Forwarders) await ReadyAsync(http, peer);
    }

    /// <summary>Starts another gateway before the upstream, and waits until it answers.</summary>
    /// <param name="name">What tables call it.</param>
    /// <param name="more">What it is told beside the others.</param>
    public async Task<Peer> AddGatewayAsync(string name, params string[] more)
    {
        var gateway = StartGateway(name, more);
        using var http = new HttpClient();
        await ReadyAsync(http, gateway);
        return gateway;
    }

    private Peer StartGateway(string name, params string[] more)
    {
        var (api, debug) = (Ports.Free(), Ports.Free());
        var program = Path.Combine(AppContext.BaseDirectory, "vitrine.dll");
        string[] words =
        [
            program, "serve", "gateway", "--upstream", Upstream.Url, "--api-host", $"127.0.0.1:{api}", "--debug-host", $"127.0.0.1:{debug}",
            "--access-log-output", Path.Combine(_folder.FullName, $"access-{api}.log"), "--max-concurrent", "0", .. more,
        ];
        return Own(new Peer(name, $"http://127.0.0.1:{api}", Process.Start(new ProcessStartInfo("dotnet", words) { UseShellExecute = false, WorkingDirectory = _folder.FullName })!));
    }

    private static async Task ReadyAsync(HttpClient http, Peer peer)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var answer = await http.PostAsync($"{peer.Url}/v1/chat/completions", BenchServers.Body(stream: false), deadline.Token);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50, deadline.Token);
        }
    }

    private Peer Own(Peer peer)
    {
        _owned.Add(peer);
        return peer;
    }
}
