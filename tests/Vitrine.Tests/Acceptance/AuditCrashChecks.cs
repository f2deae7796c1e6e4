using System.Diagnostics;
using System.Text;
using Vitrine.Telemetry.Audit;
using Vitrine.Testing;
using Vitrine.Testing.Audit;

namespace Vitrine.Tests.Acceptance;

/// <summary>The program in a process of its own, killed without warning between two requests: its audit trail has no gap.</summary>
public sealed class AuditCrashChecks : IDisposable
{
    private const int Chats = 5;

    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Kill_WhileTheLedgerIsAway_LosesNothingThatWasOnDisk()
    {
        string[] audit = ["--audit-url", $"http://127.0.0.1:{FreePort.Next()}", "--data-dir", _surroundings["data"]];
        await using (var killed = await KronkProcess.ServeAsync(_surroundings, audit))
        {
            for (var i = 0; i < Chats; i++) await ChatAsync(killed);
            // Each is on disk when its line has ended there: nothing announces it to another process.
            await killed.UntilAsync(() => Task.FromResult(EntriesOnDisk() >= Chats));
            using var process = Process.GetProcessById(killed.Id);
            process.Kill();
        }

        await using var ledger = await ScriptedLedger.StartAsync();
        await using var second = await KronkProcess.ServeAsync(_surroundings, ["--audit-url", ledger.Address.ToString(), "--data-dir", _surroundings["data"]]);
        await ChatAsync(second);

        var entries = await ledger.ReceiveAsync(Chats + 1);
        entries.ShouldAllBe(entry => entry.Service == "model" && entry.Operation == "inference" && entry.Action == AuditAction.AccessGranted);
        entries.Select(entry => entry.OccurredAt).ShouldBe(entries.Select(entry => entry.OccurredAt).Order());
        // The killed process's segment was taken whole.
        await second.UntilAsync(() => Task.FromResult(Segments().Count() == 1));
    }

    private IEnumerable<string> Segments() => Directory.EnumerateFiles(Path.Combine(_surroundings["data"], "audit", "model"), "*.outbox");

    private int EntriesOnDisk() => Segments().Sum(file => Math.Max(0, File.ReadAllBytes(file).Count(letter => letter == (byte)'\n') - 1));

    private static async Task ChatAsync(KronkProcess kronk)
    {
        using var chat = new StringContent("""{"model":"vitrine-tiny","messages":[{"role":"user","content":"Hi"}],"max_tokens":1}""", Encoding.UTF8, "application/json");
        using var answer = await kronk.Http.PostAsync(kronk.Shifted("http://localhost:8080/v1/chat/completions"), chat);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }
}
