using System.CommandLine;
using System.Text.Json;
using Vitrine.Audit;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Heads;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands.Audits;

/// <summary><c>vitrine audit export</c>: a range of the trail into a file, verified while it comes, with its signed head beside it.</summary>
internal static class AuditExportCommand
{
    /// <summary>The example of the whole family's help, which is the document's own line.</summary>
    public const string Example = "audit export --start 2024-01-01 --end 2024-12-31 --format json --output audit-2024.json";

    /// <summary>What is put behind a file's name to name its head's.</summary>
    public const string HeadSuffix = ".head.json";

    public static Command Create(Surroundings surroundings)
    {
        var range = new RangeOptions();
        var format = new Option<string>("--format", "-f") { Description = "json: one array; jsonl: a record a line, the canonical form; csv: for spreadsheets", DefaultValueFactory = _ => "json" };
        format.AcceptOnlyFromAmong([.. Enum.GetNames<AuditFormat>().Select(name => name.ToLowerInvariant())]);
        var output = new Option<string>("--output", "-o") { Description = "The file; - is standard output, without a head", HelpName = "FILE", DefaultValueFactory = _ => ExportFile.StandardOutput };
        var ledger = new LedgerOption();
        var command = new Command("export", "Export a range of the audit trail, and its signed head as FILE.head.json") { format, output };
        range.AddTo(command);
        ledger.AddTo(command);
        command.WithExamples(Example, "audit export --start 2024-12-01T08:00:00Z --format csv --output december.csv", "audit export --format jsonl --output -");
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            using var stop = StopSignals.OfTerminal();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stop.Token);
            using var http = LocalHttp.Create();
            var client = new AuditClient(http, ledger.Resolve(parsed, surroundings));
            var file = parsed.GetRequiredValue(output);
            try
            {
                // The head comes first: it says which records the export then holds, however fast the trail grows.
                var head = await client.HeadAsync(range.Of(parsed), either.Token);
                var verifier = new AuditVerifier();
                await using (var export = await client.ExportAsync(range.Of(parsed), Enum.Parse<AuditFormat>(parsed.GetRequiredValue(format), ignoreCase: true), head, either.Token))
                    await KeepAsync(export, file, head, verifier, surroundings, either.Token);
                if (file != ExportFile.StandardOutput) await KeepHeadAsync(head, file, surroundings, either.Token);
                return Report(file, verifier, head, surroundings);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                throw new CommandFailure("Stopped: nothing was kept.", ExitCode.Interrupted);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or UnauthorizedAccessException)
            {
                throw new CommandFailure($"The export broke off, and nothing was kept: {e.Message}");
            }
        });
        return command;
    }

    private static async Task KeepAsync(Stream export, string name, AuditHead head, AuditVerifier verifier, Surroundings surroundings, CancellationToken stop)
    {
        await using var file = ExportFile.Begin(name, surroundings);
        await AuditProgress.WatchAsync("exporting", head.Count, async through =>
        {
            await using var kept = new TeeStream(export, file.WriteAsync);
            await verifier.VerifyAsync(kept, through, stop);
            // What is broken is kept as well: it is evidence.
            await kept.CopyToAsync(Stream.Null, stop);
        }, surroundings);
        await file.FinishAsync();
    }

    private static async Task KeepHeadAsync(AuditHead head, string file, Surroundings surroundings, CancellationToken stop)
    {
        await using var written = File.Create(Path.GetFullPath(file + HeadSuffix, surroundings.WorkingFolder));
        await JsonSerializer.SerializeAsync(written, head, AuditHeadJson.Readable.AuditHead, stop);
        written.WriteByte((byte)'\n');
    }

    private static int Report(string file, AuditVerifier chain, AuditHead head, Surroundings surroundings)
    {
        if (new VerificationReport(file, chain, head, null).Problem is { } problem) throw new CommandFailure($"The trail is not whole. {problem}");
        var place = file == ExportFile.StandardOutput ? "" : $" into {file}, their signed head into {file}{HeadSuffix}";
        surroundings.Error.WriteLine(chain.Count == 0 ? $"exported: no record lies in this range{place}" : $"exported: {chain.Count:N0} records, sequence {chain.FirstSequence} to {chain.Last.Sequence}, the chain whole{place}");
        return ExitCode.Ok;
    }
}
