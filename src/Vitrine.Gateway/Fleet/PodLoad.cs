namespace Vitrine.Gateway.Fleet;

/// <summary>What a pod last said of itself. Immutable: a poll swaps it whole.</summary>
internal sealed record PodLoad
{
    /// <summary>A pod that has said nothing yet.</summary>
    public static readonly PodLoad None = new();

    /// <value>Requests that it runs.</value>
    public double Running { get; init; }

    /// <value>Requests that wait in it.</value>
    public double Waiting { get; init; }

    /// <value>Share of its KV cache in use, 0 to 1.</value>
    public double KvUsage { get; init; }

    /// <value>Mean time to first token between the last two polls that had one, in seconds; null when never measured.</value>
    public double? TimeToFirstToken { get; init; }

    /// <value>Mean time per output token between the last two polls that had one, in seconds; null when never measured.</value>
    public double? TimePerOutputToken { get; init; }

    /// <value>The models that it serves, LoRA adapters included.</value>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <value>When it answered last; null when never.</value>
    public DateTimeOffset? At { get; init; }

    /// <value>The same instant as a <see cref="TimeProvider.GetTimestamp"/>, which the scheduler compares; the lowest number when never.</value>
    public long ReadAt { get; init; } = long.MinValue;
}
