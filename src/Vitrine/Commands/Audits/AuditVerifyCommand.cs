using System.CommandLine;
using System.Text.Json;
using Vitrine.Audit;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Heads;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands.Audits;

/// <summary><c>vitrine audit verify FILE|URL</c>: checks an export with nothing but itself, or a whole trail at its ledger.</summary>
internal static class AuditVerifyCommand
{
    public const string Example = "audit verify audit-2024.json --public-key ledger.pem";

    public static Command Create(Surroundings surroundings)
    {
        var target = new Argument<string>("target") { Description = "An export (json, jsonl or csv), or the URL of a ledger whose whole trail is meant" };
        var head = new Option<string?>("--head") { Description = "The signed head of the export [default: FILE.head.json, where there is one]", HelpName = "FILE" };
        var key = new Option<string?>("--public-key") { Description = "The ledger's public key, to check the head's signature with", HelpName = "FILE" };
        var ledger = new LedgerOption();
        var command = new Command("verify", "Check that no record of an export was altered, left out, moved or put in (exit code 0: whole, 1: not, 2: cannot be checked)") { target, head, key };
        ledger.AddKeyTo(command);
        command.WithExamples("audit verify audit-2024.json", Example, "audit verify http://localhost:9090");
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            using var stop = StopSignals.OfTerminal();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stop.Token);
            var subject = parsed.GetRequiredValue(target);
            using var pinned = parsed.GetValue(key) is { } pem ? KeyOf(Read(pem, surroundings), pem) : null;
            var report = subject.Contains("://", StringComparison.Ordinal)
                ? await VerifyLedgerAsync(ledger.At(subject, parsed, surroundings), pinned, surroundings, either.Token)
                : await VerifyFileAsync(subject, parsed.GetValue(head), pinned, surroundings, either.Token);
            foreach (var line in report.Lines()) await surroundings.Output.WriteLineAsync(line);
            return report.Problem is null ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<VerificationReport> VerifyFileAsync(string name, string? headName, AuditSignature? key, Surroundings surroundings, CancellationToken stop)
    {
        var beside = name + AuditExportCommand.HeadSuffix;
        if (headName is null && File.Exists(Path.GetFullPath(beside, surroundings.WorkingFolder))) headName = beside;
        if (headName is null && key is not null) throw new CommandFailure($"--public-key checks a signed head, and there is no {beside}. Name one with --head.", ExitCode.Usage);
        var head = headName is null ? null : HeadOf(Read(headName, surroundings), headName);
        await using var export = Open(name, surroundings);
        return await VerifyAsync(name, export, head, key, surroundings, stop);
    }

    private static async Task<VerificationReport> VerifyLedgerAsync(DebugAddress ledger, AuditSignature? pinned, Surroundings surroundings, CancellationToken stop)
    {
        using var http = LocalHttp.Create();
        var client = new AuditClient(http, ledger);
        // First of all: a ledger that finds its log damaged gives out nothing more.
        var log = new LogAgreement(await client.CheckAsync(stop));
        var head = await client.HeadAsync([], stop);
        // Asked of the same ledger, a key shows that head and trail belong together; a pinned one shows whose they are.
        using var own = pinned is null ? KeyOf(await client.PublicKeyAsync(stop), ledger.Url) : null;
        await using var export = await client.ExportAsync([], AuditFormat.Jsonl, head, stop);
        return await VerifyAsync(ledger.Url, export, head, pinned ?? own, surroundings, stop, log);
    }

    private static async Task<VerificationReport> VerifyAsync(string name, Stream export, AuditHead? head, AuditSignature? key, Surroundings surroundings, CancellationToken stop, LogAgreement? log = null)
    {
        var verifier = new AuditVerifier();
        await AuditProgress.WatchAsync("verifying", head?.Count, through => verifier.VerifyAsync(export, through, stop), surroundings);
        return new VerificationReport(name, verifier, head, key, log);
    }

    private static FileStream Open(string name, Surroundings surroundings)
    {
        try
        {
            return new FileStream(Path.GetFullPath(name, surroundings.WorkingFolder), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{name} cannot be read: {e.Message}", ExitCode.Usage);
        }
    }

    private static string Read(string name, Surroundings surroundings)
    {
        using var file = new StreamReader(Open(name, surroundings));
        return file.ReadToEnd();
    }

    private static AuditHead HeadOf(string json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AuditHeadJson.Default.AuditHead) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CommandFailure($"{name} is no signed head of an audit export.", ExitCode.Usage);
        }
    }

    private static AuditSignature KeyOf(string pem, string name)
    {
        try
        {
            return AuditSignature.Of(pem);
        }
        catch (FormatException e)
        {
            throw new CommandFailure($"{name}: {e.Message}", ExitCode.Usage);
        }
    }
}
