using System.Buffers;

namespace Vitrine.Forecast.Requests;

/// <summary>The times of a list while it is read. Its buffers are the pool's; those that are kept are copied out.</summary>
/// <param name="most">Times that are kept; more are counted.</param>
internal sealed class TimeColumn(int most) : IDisposable
{
    private readonly long[] _ticks = ArrayPool<long>.Shared.Rent(most);
    private readonly short[] _zones = ArrayPool<short>.Shared.Rent(most);

    /// <summary>Whether the list was there at all.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>Its length, beyond what is kept too.</summary>
    public int Count { get; private set; }

    /// <summary>The first place whose time is not after the one before it, or -1.</summary>
    public int FirstDisorder { get; private set; } = -1;

    /// <summary>The first place that names a zone where those before it do not, or the reverse; or -1.</summary>
    public int FirstMixture { get; private set; } = -1;

    /// <summary>The times that were kept.</summary>
    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, Math.Min(Count, most));

    /// <summary>The form of the first time.</summary>
    public short Zone => _zones[0];

    /// <summary>The form of the last time that was kept.</summary>
    public short LastZone => _zones[Ticks.Length - 1];

    /// <summary>A new list begins; what was read of another one is forgotten.</summary>
    public void Begin()
    {
        Forget();
        IsPresent = true;
    }

    /// <summary>There is no list.</summary>
    public void Forget() => (IsPresent, Count, FirstDisorder, FirstMixture) = (false, 0, -1, -1);

    /// <summary>Adds a time.</summary>
    public void Add(WrittenTime time)
    {
        var place = Count++;
        if (place >= most) return;
        (_ticks[place], _zones[place]) = (time.Ticks, time.Zone);
        if (place == 0) return;
        if (FirstDisorder < 0 && time.Ticks <= _ticks[place - 1]) FirstDisorder = place;
        if (FirstMixture < 0 && (time.Zone == WrittenTime.NoZone) != (_zones[place - 1] == WrittenTime.NoZone)) FirstMixture = place;
    }

    /// <summary>Counts a time that could not be read.</summary>
    public void Skip() => Count++;

    /// <summary>The newest of the times that were kept, for the model.</summary>
    public long[] Newest(int count) => Ticks[^count..].ToArray();

    /// <summary>All of them, with their forms.</summary>
    public FutureTimes ToFuture() => new(Ticks.ToArray(), _zones.AsSpan(0, Ticks.Length).ToArray());

    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(_ticks);
        ArrayPool<short>.Shared.Return(_zones);
    }
}
