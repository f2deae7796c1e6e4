using System.Buffers;
using System.CommandLine;
using System.Text;
using Vitrine.Audit;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands.Audits;

/// <summary><c>vitrine audit query</c>: the newest records that match, as a table for people and a record a line for programs.</summary>
internal static class AuditQueryCommand
{
    public const string Example = "audit query --actor alice --action AccessDenied --start 2024-12-01";

    public static Command Create(Surroundings surroundings)
    {
        var filters = new[] { ("actor", "Who acted"), ("action", "What it was, or how its name begins, such as Access"), ("tenant", "The tenant"), ("service", "The service that told it"), ("operation", "What it was in the service's words, such as inference"), ("subject", "What it concerned, such as a model"), ("correlation", "The trace id") }
            .Select(filter => (Name: filter.Item1, Option: new Option<string?>($"--{filter.Item1}") { Description = filter.Item2, HelpName = filter.Item1.ToUpperInvariant() })).ToArray();
        var limit = new Option<int>("--limit", "-n") { Description = "How many records at most", HelpName = "N", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() < 1) result.AddError("--limit must be at least 1.");
        });
        var json = new Option<bool>("--json") { Description = "A record a line as JSON, as on a pipe" };
        var range = new RangeOptions();
        var ledger = new LedgerOption();
        var command = new Command("query", "Show the newest records of the audit trail, by who, what, where and when") { limit, json };
        foreach (var (_, option) in filters) command.Options.Add(option);
        range.AddTo(command);
        ledger.AddTo(command);
        command.WithExamples("audit query", Example, "audit query --service gateway --limit 1000 --json");
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            using var http = LocalHttp.Create();
            var wanted = filters.Select(filter => (filter.Name, parsed.GetValue(filter.Option))).Concat(range.Of(parsed)).ToArray();
            var found = await new AuditClient(http, ledger.Resolve(parsed, surroundings)).QueryAsync(wanted, parsed.GetValue(limit), cancellation);
            if (parsed.GetValue(json) || !surroundings.OutputIsTerminal) WriteLines(found, surroundings);
            else AuditRecordTable.Write(found, surroundings.ForOutput());
            if (found.Count == 0) await surroundings.Error.WriteLineAsync("No record matches.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteLines(IReadOnlyList<AuditRecord> records, Surroundings surroundings)
    {
        var line = new ArrayBufferWriter<byte>();
        foreach (var record in records)
        {
            line.ResetWrittenCount();
            record.WriteTo(line);
            surroundings.Output.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
        }
    }
}
