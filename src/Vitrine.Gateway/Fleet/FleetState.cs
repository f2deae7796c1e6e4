namespace Vitrine.Gateway.Fleet;

/// <summary>The fleet in force. Readers take <see cref="Current"/> once and never lock; whoever reloads swaps it.</summary>
internal sealed class FleetState
{
    private FleetSnapshot _current = FleetSnapshot.Empty;

    /// <summary>The snapshot in force.</summary>
    public FleetSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Puts a snapshot in force. One caller at a time.</summary>
    public void Swap(FleetSnapshot next) => Volatile.Write(ref _current, next);
}
