using Vitrine.Telemetry;

namespace Vitrine.Gateway.Fleet;

/// <summary>The fleet in force. Readers take <see cref="Current"/> once and never lock; whoever reloads swaps it.</summary>
internal sealed class FleetState
{
    private FleetSnapshot _current = FleetSnapshot.Empty;

    /// <summary>The snapshot in force.</summary>
    public FleetSnapshot Current => Volatile.Read(ref _current);

    /// <summary>The models that routes declare: only these become labels.</summary>
    public KnownValues Models { get; } = new([]);

    /// <summary>Puts a snapshot in force. One caller at a time.</summary>
    public void Swap(FleetSnapshot next)
    {
        // Known first: a request that finds its route also finds its label.
        if (!next.ModelNames.SequenceEqual(Current.ModelNames, StringComparer.Ordinal)) Models.Replace(next.ModelNames);
        Volatile.Write(ref _current, next);
    }
}
