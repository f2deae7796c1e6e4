using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Vitrine.Testing;

namespace Vitrine.Tests.Acceptance;

/// <summary>Checks K14 and K19 of the contract of pack kronk, and what needs a process of its own besides: its sockets, its standard output, its signals.</summary>
public sealed class KronkProcessChecks : IDisposable
{
    private const int Streams = 40;

    private readonly TestSurroundings _surroundings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task K14_Listeners_AreOnLoopbackOnly()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("/proc/net/tcp");
        await using var kronk = await KronkProcess.ServeAsync(_surroundings);
        foreach (var port in (int[])[8080, 8090])
        {
            var addresses = ListeningAt(port + kronk.Offset);
            addresses.ShouldNotBeEmpty();
            // 127.0.0.1 and ::1, as the kernel writes them.
            addresses.ShouldAllBe(address => address == "0100007F" || address == "00000000000000000000000001000000");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task K19_StandardOutput_IsJsonAndHidesPromptsUnlessTold(bool insecure)
    {
        await using var kronk = await KronkProcess.ServeAsync(_surroundings, insecure ? ["--insecure-logging"] : []);
        using (var answer = await ChatAsync(kronk, "What about zebras?", stream: false)) answer.EnsureSuccessStatusCode();
        await kronk.UntilAsync(() => Task.FromResult(kronk.Lines.Any(line => line.Contains("\"request completed\"", StringComparison.Ordinal))));
        var lines = string.Join('\n', kronk.Lines);
        const string Fields = """all(has("time") and has("level") and has("msg") and has("service") and has("trace_id"))""";
        var (exit, output) = await ExternalTool.RunAsync("jq", ["-es", Fields], lines);
        exit.ShouldBe(0, output + lines);
        lines.Contains("zebras", StringComparison.Ordinal).ShouldBe(insecure);
    }

    /// <summary>Streams are open, most of them in the queue of one slot, when the process is told to end: each ends in order, and so does the process.</summary>
    [Fact]
    public async Task Sigterm_WithStreamsOpen_EndsEachAndExitsCleanly()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("SIGTERM");
        await using var kronk = await KronkProcess.ServeAsync(_surroundings, "--slots", "1", "--shutdown-timeout", "100ms");
        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(i => ChatAsync(kronk, $"Question {i}: why is it slow?", stream: true)));
        answers.ShouldAllBe(answer => answer.IsSuccessStatusCode);
        using (var kill = Process.Start("kill", ["-TERM", kronk.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(Cancellation);
        foreach (var answer in answers)
        {
            using (answer)
            {
                var body = await answer.Content.ReadAsStringAsync(Cancellation);
                body.ShouldEndWith("data: [DONE]\n\n");
                body.ShouldMatch("\"finish_reason\":\"(stop|length|error)\"");
            }
        }

        (await kronk.EndAsync()).ShouldBe(0);
        kronk.Lines.Count(line => line.Contains("\"request completed\"", StringComparison.Ordinal)).ShouldBe(Streams);
    }

    private static async Task<HttpResponseMessage> ChatAsync(KronkProcess kronk, string question, bool stream)
    {
        var body = JsonContent.Create(new { model = "vitrine-tiny", stream, max_tokens = stream ? 400 : 4, messages = new[] { new { role = "user", content = question } } });
        using var request = new HttpRequestMessage(HttpMethod.Post, kronk.Shifted("http://localhost:8080/v1/chat/completions")) { Content = body };
        return await kronk.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    /// <summary>The addresses of listening sockets at a port, in the kernel's hexadecimal.</summary>
    private static List<string> ListeningAt(int port)
    {
        const string Listening = "0A";
        return [.. File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == Listening && fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal))
            .Select(fields => fields[1].Split(':')[0])];
    }
}
