using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Scenarios.Coverage;

/// <summary>What a running service shows of a pack.</summary>
internal sealed record SignalEvidence
{
    /// <summary>The pack as its file declares it.</summary>
    public required Pack Pack { get; init; }

    /// <summary>What the service makes of it.</summary>
    public required PackReport Report { get; init; }

    /// <summary>The pack that shapes the service's log; lines of others are not written.</summary>
    public required string LogPack { get; init; }

    /// <summary>Which lines the service writes, and the text of it for people.</summary>
    public required (LogFilter Filter, string Text) Log { get; init; }

    /// <summary>The pack's metrics page in the text format.</summary>
    public required string Page { get; init; }

    /// <summary>The lines of its log, as written.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>The kinds of scopes it remembers.</summary>
    public required IReadOnlySet<string> Kinds { get; init; }
}
