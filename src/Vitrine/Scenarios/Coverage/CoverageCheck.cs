using System.Text.Json;
using Vitrine.Queries;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Scenarios.Coverage;

/// <summary>Holds what a service shows against what its pack declares: everything driven must have moved. Knows no pack by name.</summary>
/// <remarks>
/// A family moved when a sample of it is other than zero; an average, minimum or maximum when it is there, since it appears with its first
/// observation and may well be zero. What asks about families, a panel or an alert, moved when all of them did.
/// </remarks>
internal static class CoverageCheck
{
    private const string StatType = "avg_min_max";

    /// <summary>Every signal that the pack declares, in the order of its report, then what its dashboards and alerts ask.</summary>
    /// <param name="evidence">What the service shows.</param>
    /// <param name="notProvoked">What the scenario does not try, with the reason.</param>
    public static IReadOnlyList<SignalCoverage> Of(SignalEvidence evidence, IReadOnlyDictionary<string, string> notProvoked)
    {
        var declared = OfReport(evidence, notProvoked);
        return [.. declared, .. OfQueries(PackQueries.Of(evidence.Pack), declared.ToDictionary(signal => signal.Name, StringComparer.Ordinal))];
    }

    private static List<SignalCoverage> OfReport(SignalEvidence evidence, IReadOnlyDictionary<string, string> notProvoked)
    {
        var moved = MovedFamilies(evidence).Concat(MovedLines(evidence)).Concat(evidence.Kinds.Select(kind => SignalNames.Span + kind)).ToHashSet(StringComparer.Ordinal);
        var silent = SilentLines(evidence);
        var report = evidence.Report;
        return
        [
            .. report.Driven.Select(name =>
                moved.Contains(name) ? new SignalCoverage(name, SignalState.Moved)
                : notProvoked.TryGetValue(name, out var why) || silent.TryGetValue(name, out why) ? new SignalCoverage(name, SignalState.NotProvoked, why)
                : new SignalCoverage(name, SignalState.Still)),
            .. report.Missing.Select(name => new SignalCoverage(name, SignalState.Missing, report.Undriven.GetValueOrDefault(name, "no part of this service drives it"))),
        ];
    }

    // The families answer for who asks about them: the one furthest from having moved says what became of the panel or the alert.
    private static IEnumerable<SignalCoverage> OfQueries(PackQueries queries, Dictionary<string, SignalCoverage> declared)
    {
        foreach (var (owner, families) in queries.FamiliesByOwner)
        {
            if (families.Select(declared.GetValueOrDefault).OfType<SignalCoverage>().MaxBy(signal => Distance(signal.State)) is { } furthest) yield return furthest with { Name = owner };
        }
    }

    private static int Distance(SignalState state) => state switch
    {
        SignalState.Moved => 0,
        SignalState.Missing => 1,
        SignalState.NotProvoked => 2,
        _ => 3,
    };

    private static IEnumerable<string> MovedFamilies(SignalEvidence evidence)
    {
        var stats = PackOutline.Of(evidence.Pack).Families.Where(family => family.Type == StatType).Select(family => family.Name + "_").ToArray();
        foreach (var line in evidence.Page.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var name = line[..line.AsSpan().IndexOfAny('{', ' ')];
            if (line.EndsWith(" 0", StringComparison.Ordinal) && !Array.Exists(stats, stem => name.StartsWith(stem, StringComparison.Ordinal))) continue;
            yield return name;
            if (name.EndsWith("_count", StringComparison.Ordinal)) yield return name[..^"_count".Length];
        }
    }

    private static IEnumerable<string> MovedLines(SignalEvidence evidence)
    {
        if (evidence.LogPack != evidence.Pack.Name) yield break;
        var waiting = LineSignature.Of(evidence.Pack).ToList();
        foreach (var text in evidence.Lines)
        {
            if (waiting.Count == 0) yield break;
            if (TryParse(text) is not { } line) continue;
            using (line)
            {
                foreach (var found in waiting.FindAll(signature => signature.Matches(line.RootElement)))
                {
                    waiting.Remove(found);
                    yield return SignalNames.Line + found.Name;
                }
            }
        }
    }

    // Lines that the service was told not to write cannot be asked for.
    private static Dictionary<string, string> SilentLines(SignalEvidence evidence)
    {
        var silent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in LineSignature.Of(evidence.Pack))
        {
            if (evidence.LogPack != evidence.Pack.Name) silent[SignalNames.Line + line.Name] = $"the pack {evidence.LogPack} shapes the log";
            else if (!line.IsAccess && !evidence.Log.Filter.IsEnabled(line.Logger, line.Level)) silent[SignalNames.Line + line.Name] = $"its level is below the service's log level, which is {evidence.Log.Text}";
        }

        return silent;
    }

    private static JsonDocument? TryParse(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonDocument.Parse(line) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
