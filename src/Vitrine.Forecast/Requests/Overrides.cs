namespace Vitrine.Forecast.Requests;

/// <summary>What a request says of the prediction itself; null leaves a value to the service.</summary>
internal sealed record Overrides
{
    public static Overrides None { get; } = new();

    /// <value>Steps to predict.</value>
    public int? Horizon { get; set; }

    public double? Temperature { get; set; }

    public int? TopK { get; set; }

    public double? TopP { get; set; }

    public int? SampleCount { get; set; }

    /// <value>Ours: the same seed gives the same answer.</value>
    public ulong? Seed { get; set; }
}
