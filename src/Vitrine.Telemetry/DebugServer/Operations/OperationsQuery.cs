using System.Globalization;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>What is asked of <c>/debug/operations</c>.</summary>
internal sealed record OperationsQuery
{
    /// <summary>The id that stands for the newest finished inference.</summary>
    public const string Last = "last";

    private const int DefaultLimit = 20;
    private const int MaxLimit = 1000;
    private const int MaxDepth = 8;

    /// <summary>A trace id, a request id, a sequence number, or <c>last</c>; null asks for lists.</summary>
    public string? Id { get; private init; }

    /// <summary>Most roots in a list.</summary>
    public int Limit { get; private init; } = DefaultLimit;

    /// <summary>Only roots with this outcome, or null.</summary>
    public Outcome? Outcome { get; private init; }

    /// <summary>Only roots that took at least this long.</summary>
    public TimeSpan Slow { get; private init; }

    /// <summary>Finished roots only that ended after the one of this number: what is new to a reader who comes again.</summary>
    public long After { get; private init; }

    /// <summary>How many levels of scopes below the roots lists hold.</summary>
    public int Depth { get; private init; }

    /// <summary>Whether to evaluate the equations.</summary>
    public bool Check { get; private init; }

    /// <summary>Reads the query, or says what is wrong with it.</summary>
    public static OperationsQuery? TryRead(IQueryCollection query, out string error)
    {
        error = "";
        var result = new OperationsQuery { Id = query["id"] is [{ Length: > 0 } id] ? id : null, Check = query.ContainsKey("check") };
        if (query["limit"] is [{ } limit])
        {
            if (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most is < 1 or > MaxLimit) error = $"limit is a number from 1 to {MaxLimit}.";
            result = result with { Limit = most };
        }

        if (query["outcome"] is [{ Length: > 0 } outcome])
        {
            var index = OutcomeNames.All.ToList().IndexOf(outcome);
            if (index < 0) error = $"outcome is one of {string.Join(", ", OutcomeNames.All)}.";
            result = result with { Outcome = (Outcome)index };
        }

        if (query["slow"] is [{ Length: > 0 } slow])
        {
            if (!TryDuration(slow, out var atLeast)) error = "slow is a duration such as 250ms or 1.5s; a bare number is in milliseconds.";
            result = result with { Slow = atLeast };
        }

        if (query["after"] is [{ Length: > 0 } after])
        {
            if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) error = "after is the sequence of a finished operation.";
            result = result with { After = sequence };
        }

        if (query["depth"] is [{ Length: > 0 } depth])
        {
            if (!int.TryParse(depth, NumberStyles.None, CultureInfo.InvariantCulture, out var levels) || levels > MaxDepth) error = $"depth is a number from 0 to {MaxDepth}.";
            result = result with { Depth = levels };
        }

        return error.Length == 0 ? result : null;
    }

    /// <summary>Whether a root belongs into the lists.</summary>
    public bool Admits(Operation root) => root.Duration >= Slow && (!root.HasEnded || root.Sequence > After) && (Outcome is null || (root.HasEnded && root.Outcome == Outcome));

    private static bool TryDuration(string text, out TimeSpan duration)
    {
        var (number, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001) : text.EndsWith('s') ? (text[..^1], 1d) : (text, 0.001);
        var read = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 1e9;
        duration = read ? TimeSpan.FromSeconds(value * unit) : default;
        return read;
    }
}
