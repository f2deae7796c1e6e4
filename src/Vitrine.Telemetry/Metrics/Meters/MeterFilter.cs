using System.Diagnostics.Metrics;
using System.IO.Enumeration;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>Decides which instruments are taken. Meters that publish a pack are never: their figures are on the page already.</summary>
internal sealed class MeterFilter(ForeignMeterOptions options)
{
    public bool Accepts(Instrument instrument)
    {
        var meter = instrument.Meter;
        return IsOurs(meter.Scope) && !meter.Name.StartsWith(PackMeter.Prefix, StringComparison.Ordinal)
            && Matches(options.Include, meter.Name) && !Matches(options.Exclude, meter.Name) && !Matches(options.Exclude, $"{meter.Name}/{instrument.Name}");
    }

    private bool IsOurs(object? scope) => scope is null ? options.IncludeProcess : ReferenceEquals(scope, options.Factory);

    private static bool Matches(IReadOnlyList<string> patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)) return true;
        }

        return false;
    }
}
