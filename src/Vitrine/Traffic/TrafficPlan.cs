namespace Vitrine.Traffic;

/// <summary>What a run of traffic shall be.</summary>
internal sealed record TrafficPlan
{
    /// <summary>The shape.</summary>
    public required TrafficShape Shape { get; init; }

    /// <summary>What the bodies are made from.</summary>
    public required CallInputs Inputs { get; init; }

    /// <value>Requests a second in the mean, of an open loop; null closes the loop.</value>
    public double? RatePerSecond { get; init; }

    /// <value>The most requests under way at a time; in a closed loop, the number of callers.</value>
    public int Concurrency { get; init; } = 1;

    /// <value>How long requests are sent; null means until asked to stop.</value>
    public TimeSpan? Duration { get; init; }

    /// <value>Whether one request in ten is a fault of its caller.</value>
    public bool HasFaults { get; init; }

    /// <value>The longest time from a request to the end of its answer. The default is one minute.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>Whence all that is random comes: the same seed sends the same requests in the same order.</value>
    public int Seed { get; init; } = 1;

    /// <summary>What is sent to a service.</summary>
    public CallMix MixFor(TrafficDoors doors)
    {
        var mix = Shape.Mix.Where(kind => doors.IsOpen(kind.Door));
        return HasFaults ? mix.With(CallMix.Faults, 0.1) : mix;
    }

    /// <summary>The arrivals of a run.</summary>
    public IArrivals ToArrivals() => RatePerSecond is { } rate ? new OpenArrivals(rate, Shape.Pattern, new Random(Seed)) : new ClosedArrivals();
}
