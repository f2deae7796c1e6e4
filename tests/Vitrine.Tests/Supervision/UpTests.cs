using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Vitrine.Commands;
using Vitrine.Scenarios;
using Vitrine.Supervision;
using Vitrine.Testing;

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
        await WaitForAsync(heard, "Ask it something", patience.Token);
        var roles = RunningInstance.Find(_surroundings["vitrine-data"]).ShouldNotBeNull().Roles;
        roles.Select(role => role.Name).ShouldBe(["ledger", "model", "gateway", "forecast", "web"]);
        var front = roles.Single(role => role.Name == "gateway");
        using (var http = LocalHttp.Create())
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync($"http://127.0.0.1:{front.Ports["api"]}/v1/models", patience.Token));
            answer.RootElement.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe("vitrine-tiny");
        }

        // The console shows its page, every role on its origin, and an answer that went through all of them.
        using (var http = LocalHttp.Create())
        {
            var console = roles.Single(role => role.Name == "web").ApiUrl;
            (await http.GetStringAsync(console, patience.Token)).ShouldContain("<title>Vitrine</title>");
            using var shown = JsonDocument.Parse(await http.GetStringAsync($"{console}/roles", patience.Token));
            foreach (var role in shown.RootElement.GetProperty("roles").EnumerateArray()) (await http.GetAsync($"{console}{role.GetProperty("metrics")}", patience.Token)).EnsureSuccessStatusCode();
            using var answer = await http.PostAsync($"{console}/chat", new StringContent("""{"message":"Hello"}"""), patience.Token);
            (await answer.Content.ReadAsStringAsync(patience.Token)).ShouldNotBeEmpty();
            (await _surroundings.RunAsync("explain", answer.Headers.GetValues("X-Trace-Id").Single())).ShouldBe(ExitCode.Ok, _surroundings.Error);
            foreach (var service in (string[])["web http", "gateway http", "kronk http"]) _surroundings.Output.ShouldContain(service);
        }

        // Explained from its own ring, and driven through everything that it measures.
        using (var http = LocalHttp.Create())
        {
            var api = new ScenarioContext(http, new Uri(front.ApiUrl));
            await OpenAiCalls.ExpectAsync(api, HttpMethod.Post, "/v1/chat/completions", """{"model":"vitrine-tiny","max_tokens":8,"messages":[{"role":"user","content":"Hello"}]}""", 200, patience.Token);
        }

        (await _surroundings.RunAsync("explain", "last")).ShouldBe(ExitCode.Ok, _surroundings.Error);
        _surroundings.Output.ShouldContain("queue_wait");
        (await _surroundings.RunAsync("explain", "nonsense")).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("No role remembers the request 'nonsense'");
        (await _surroundings.RunAsync("explain", "last", "--url", front.ApiUrl)).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("Is that a role's debug address?");
        (await _surroundings.RunAsync("load", "--scenario", "kronk")).ShouldBe(ExitCode.Ok, _surroundings.Output);
        (await _surroundings.RunAsync("logs", "model")).ShouldBe(ExitCode.Ok);
        _surroundings.Output.ShouldContain("request completed");

        // Killed, and back.
        using (var child = Process.GetProcessById(ChildOf(up.Id, "model"))) child.Kill();
        await WaitForAsync(heard, "model was killed (SIGKILL); it starts again in 500ms", patience.Token);
        await WaitForAsync(heard, "model is ready", patience.Token);

        // A supervisor that is killed takes its children with it.
        using var orphan = Process.GetProcessById(ChildOf(up.Id, "model"));
        up.Kill();
        await up.WaitForExitAsync(patience.Token);
        await orphan.WaitForExitAsync(patience.Token);
        RunningInstance.Find(_surroundings["vitrine-data"]).ShouldBeNull();
    }

    [Fact]
    public async Task Up_Demo_SendsTrafficUntilItStops()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("signals");
        using var patience = new CancellationTokenSource(Patience);
        using var up = Start("--demo");
        await WaitForAsync(up.StandardError, "mixed at http://localhost", patience.Token);
        var gateway = RunningInstance.Find(_surroundings["vitrine-data"]).ShouldNotBeNull().Roles.Single(role => role.Name == "gateway");
        using (var http = LocalHttp.Create())
        {
            while (!(await http.GetStringAsync($"{gateway.DebugUrl}/metrics", patience.Token)).Contains("kthena_router_requests_total{model=\"vitrine-tiny\"", StringComparison.Ordinal)) await Task.Delay(100, patience.Token);
        }

        using (var kill = Process.Start("kill", ["-TERM", $"{up.Id}"])) await kill.WaitForExitAsync(patience.Token);
        // On a busy machine a child may be killed before it had stopped; the order is the same.
        var stops = (await up.StandardError.ReadToEndAsync(patience.Token)).Split('\n').Where(line => line.StartsWith("vitrine ", StringComparison.Ordinal) && line.EndsWith("stopped", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Split(' ')[1]).ToArray();
        stops.Order(StringComparer.Ordinal).ShouldBe(["demo", "forecast", "gateway", "ledger", "model", "web"]);
        (stops[2], stops[^2], stops[^1]).ShouldBe(("gateway", "model", "ledger"), "who asks stops before who answers, and who is told of it last");
        await up.WaitForExitAsync(patience.Token);
        up.ExitCode.ShouldBe(ExitCode.Ok);
    }

    private Process Start(params string[] flags)
    {
        var (fileName, prefix) = OwnProgram.Find();
        var up = Process.Start(new ProcessStartInfo(fileName, [.. prefix, "up", $"--port-offset={RunningUp.FreeOffset()}", .. flags])
        {
            WorkingDirectory = _surroundings.Folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        up.BeginOutputReadLine();
        return up;
    }

    // Processes are started from any thread, and /proc lists children by thread.
    private static int ChildOf(int parent, string role) => int.Parse(
        Directory.EnumerateDirectories($"/proc/{parent}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(child => File.ReadAllText($"/proc/{child}/cmdline").Contains($"serve\0{role}\0", StringComparison.Ordinal)));

    private static async Task WaitForAsync(StreamReader heard, string text, CancellationToken cancellation)
    {
        var said = new StringBuilder();
        while (await heard.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return;
            said.AppendLine(line);
        }

        throw new EndOfStreamException($"vitrine up ended without '{text}'. It said:\n{said}");
    }
}
