using System.CommandLine;
using Vitrine.Ledger.Audit;

namespace Vitrine.Commands.Audits;

/// <summary><c>--start</c> and <c>--end</c>: days or instants, both ends belonging to the range.</summary>
internal sealed class RangeOptions
{
    private readonly Option<string?> _start = new("--start") { Description = "From this day on, or this instant (RFC 3339) [default: the first record]", HelpName = "DATE" };
    private readonly Option<string?> _end = new("--end") { Description = "To the end of this day, or to this instant [default: the last record]", HelpName = "DATE" };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_start);
        command.Options.Add(_end);
        command.Validators.Add(result =>
        {
            try
            {
                AuditRange.Parse(result.GetValue(_start), result.GetValue(_end));
            }
            catch (FormatException e)
            {
                result.AddError($"--{e.Message}");
            }
        });
    }

    /// <summary>The bounds as the ledger's API has them, which reads them as they are written here.</summary>
    public IReadOnlyList<(string Name, string? Value)> Of(ParseResult parsed) => [("start", parsed.GetValue(_start)), ("end", parsed.GetValue(_end))];
}
