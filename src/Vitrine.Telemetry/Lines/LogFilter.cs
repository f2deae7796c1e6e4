using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Lines;

/// <summary>
/// Which levels of which targets are written: <c>info</c>, or <c>warn,kmb_consensus=debug</c>, the form of <c>RUST_LOG</c>. The longest matching name wins.
/// </summary>
public sealed class LogFilter
{
    private static readonly Dictionary<string, LogLevel> s_levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["information"] = LogLevel.Information,
        ["warn"] = LogLevel.Warning,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
        ["fatal"] = LogLevel.Critical,
        ["critical"] = LogLevel.Critical,
        ["off"] = LogLevel.None,
    };

    private readonly LogLevel _default;
    private readonly (string Target, LogLevel Level)[] _rules;

    private LogFilter(LogLevel otherwise, IEnumerable<(string Target, LogLevel Level)> rules)
    {
        _default = otherwise;
        _rules = [.. rules.OrderByDescending(rule => rule.Target.Length)];
    }

    /// <summary>Everything from info on.</summary>
    public static LogFilter Default { get; } = new(LogLevel.Information, []);

    /// <summary>Reads a filter.</summary>
    /// <param name="text">Directives separated by commas: a level, or <c>target=level</c>.</param>
    /// <param name="aliases">Names of a pack that stand for targets, such as <c>kimberlite_vsr</c> for <c>kmb_consensus</c>.</param>
    /// <param name="error">What is wrong and what is accepted, or null.</param>
    public static LogFilter? TryParse(string text, IReadOnlyDictionary<string, string> aliases, out string? error)
    {
        var otherwise = LogLevel.Information;
        var named = false;
        var rules = new List<(string, LogLevel)>();
        foreach (var directive in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = directive.Split('=', 2, StringSplitOptions.TrimEntries);
            if (!s_levels.TryGetValue(parts[^1], out var level))
            {
                error = $"'{parts[^1]}' is not a log level. {Nearest.Suggest(parts[^1], ["trace", "debug", "info", "warn", "error", "fatal", "off"])}";
                return null;
            }

            if (parts.Length == 1) (otherwise, named) = (level, true);
            else rules.Add((aliases.TryGetValue(parts[0], out var target) ? target : parts[0], level));
        }

        error = null;
        // As in RUST_LOG: naming only targets silences the others, except for what is worth a warning.
        if (!named && rules.Count > 0) otherwise = LogLevel.Warning;
        return new LogFilter(otherwise, rules);
    }

    /// <summary>Whether a line of this target and level is written.</summary>
    public bool IsEnabled(string target, LogLevel level)
    {
        foreach (var rule in _rules)
        {
            if (target.StartsWith(rule.Target, StringComparison.Ordinal)) return level >= rule.Level;
        }

        return level >= _default;
    }
}
