using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Support;

/// <summary>A real Redis on a port of its own, which a test may kill and bring back. Tests that want one skip where it is not installed.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(1);
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(int port, string[] more) => (Port, _arguments) = (port, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. more]);

    public int Port { get; }

    /// <summary>As routes name it.</summary>
    public string Address => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync(params string[] more)
    {
        var server = new RedisServer(FreePort.Next(), more);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it, empty, on its port; it answers when this returns.</summary>
    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo(ExternalTool.Locate("redis-server"), _arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        using var deadline = new CancellationTokenSource(s_deadline);
        while (!await AnswersAsync()) await Task.Delay(20, deadline.Token);
    }

    /// <summary>Kills it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } running) return;
        _process = null;
        running.Kill();
        await running.WaitForExitAsync();
        running.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
