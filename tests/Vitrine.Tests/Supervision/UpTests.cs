using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Vitrine.Supervision;

namespace Vitrine.Tests.Supervision;

/// <summary>Runs the real <c>vitrine up</c> with the model that comes with it, as a process of its own.</summary>
public sealed class UpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Up_RealModel_ServesRestartsAndStops()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("signals");
        using var patience = new CancellationTokenSource(Patience);
        using var up = Start();
        var heard = up.StandardError;

        // Ready, and the other commands can find it.
        await WaitForAsync(heard, "model is ready", patience.Token);
        var role = RunningInstance.Find(_surroundings["vitrine-data"]).ShouldNotBeNull().Roles.ShouldHaveSingleItem();
        using (var http = LocalHttp.Create())
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync($"http://127.0.0.1:{role.Ports["front"]}/v1/models", patience.Token));
            answer.RootElement.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe("vitrine-tiny");
        }

        // Killed, and back.
        using (var child = Process.GetProcessById(ChildOf(up.Id))) child.Kill();
        await WaitForAsync(heard, "model was killed (SIGKILL); it starts again in 500ms", patience.Token);
        await WaitForAsync(heard, "model is ready", patience.Token);

        // A supervisor that is killed takes its children with it.
        using var orphan = Process.GetProcessById(ChildOf(up.Id));
        up.Kill();
        await up.WaitForExitAsync(patience.Token);
        await orphan.WaitForExitAsync(patience.Token);
        RunningInstance.Find(_surroundings["vitrine-data"]).ShouldBeNull();
    }

    private Process Start()
    {
        var (fileName, prefix) = OwnProgram.Find();
        var up = Process.Start(new ProcessStartInfo(fileName, [.. prefix, "up", $"--port-offset={FreeOffset()}"])
        {
            WorkingDirectory = _surroundings.Folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        up.BeginOutputReadLine();
        return up;
    }

    // The plan needs three ports with fixed distances: an offset whose debug port the system just gave is very likely free for the others.
    private static int FreeOffset()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port - 8090;
    }

    // Processes are started from any thread, and /proc lists children by thread.
    private static int ChildOf(int parent) => int.Parse(
        Directory.EnumerateDirectories($"/proc/{parent}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Single());

    private static async Task WaitForAsync(StreamReader heard, string text, CancellationToken cancellation)
    {
        while (await heard.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return;
        }

        throw new EndOfStreamException($"vitrine up ended without '{text}'.");
    }
}
