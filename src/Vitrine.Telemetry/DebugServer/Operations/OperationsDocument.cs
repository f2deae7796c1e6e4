using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>What <c>/debug/operations</c> answers: four lists, or with <c>?id=</c> the matches unfolded. Format: <c>docs/format/debug-operations.md</c>.</summary>
public sealed record OperationsDocument
{
    /// <summary>The version of this format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>When it was looked at, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Roots that have ended since the start.</summary>
    public long Ended { get; init; }

    /// <summary>Roots in flight, oldest first.</summary>
    public IReadOnlyList<OperationView>? Running { get; init; }

    /// <summary>Finished roots, newest first.</summary>
    public IReadOnlyList<OperationView>? Newest { get; init; }

    /// <summary>Finished roots, slowest first.</summary>
    public IReadOnlyList<OperationView>? Slowest { get; init; }

    /// <summary>Finished roots that ended neither ok nor cancelled, newest first.</summary>
    public IReadOnlyList<OperationView>? Failed { get; init; }

    /// <summary>With <c>?id=</c>: the roots it names, unfolded; empty when the ring no longer holds any.</summary>
    public IReadOnlyList<OperationView>? Matches { get; init; }

    /// <summary>With <c>?check</c>: the pack's equations, evaluated now.</summary>
    public IReadOnlyList<EquationResult>? Equations { get; init; }
}
