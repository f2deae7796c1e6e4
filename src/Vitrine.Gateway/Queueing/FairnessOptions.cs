namespace Vitrine.Gateway.Queueing;

/// <summary>How requests wait for their turn, per model.</summary>
public sealed record FairnessOptions
{
    /// <value>Whether requests wait at all. The default is true.</value>
    public bool IsEnabled { get; init; } = true;

    /// <value>The stretch of the past whose tokens count against a user, 1 minute to 1 hour. The default is 5 minutes.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <value>What a prompt token weighs, 0 or more. The default is 1.</value>
    public double InputTokenWeight { get; init; } = 1;

    /// <value>What a generated token weighs, 0 or more. The default is 2.</value>
    public double OutputTokenWeight { get; init; } = 2;

    /// <value>What the weighed tokens of the window count in a user's rank, 0 or more. The default is 1.</value>
    public double TokenWeight { get; init; } = 1;

    /// <value>What each request of the window counts in a user's rank, 0 or more. The default is 0.</value>
    public double RequestWeight { get; init; }

    /// <value>Requests of a model that run at once, while others wait; at least 1, null for no bound. The default is 256.</value>
    public int? MaxConcurrent { get; init; } = 256;

    /// <value>Requests of a model that leave the queue per second, more than 0; null for no pace. The default is null.</value>
    public double? MaxPerSecond { get; init; }

    /// <value>Requests of a model that may wait; one more is answered with 503. At least 1; the default is 1024.</value>
    public int MaxWaiting { get; init; } = 1024;

    /// <value>The longest wait; then 504. The default is 60 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One sentence for each wrong option; empty when all is well.</summary>
    internal IEnumerable<string> Validate()
    {
        if (Window < TimeSpan.FromMinutes(1) || Window > TimeSpan.FromHours(1)) yield return $"The fairness window is {Window}; accepted is 1m to 1h.";
        if (new[] { InputTokenWeight, OutputTokenWeight, TokenWeight, RequestWeight }.Any(weight => weight is not (>= 0 and <= 1e9))) yield return "A fairness weight is below 0 or not a number; accepted is 0 or more.";
        if (MaxConcurrent < 1) yield return $"The requests of a model that run at once are {MaxConcurrent}; accepted is a whole number of at least 1, or none.";
        if (MaxPerSecond is not (null or (> 0 and <= 1e9))) yield return $"The pace of the fairness queue is {MaxPerSecond}; accepted is more than 0 per second, or none.";
        if (MaxWaiting < 1) yield return $"The requests of a model that may wait are {MaxWaiting}; accepted is a whole number of at least 1.";
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromDays(1)) yield return $"The longest wait in the fairness queue is {Timeout}; accepted is more than 0 and at most 1 day.";
    }
}
