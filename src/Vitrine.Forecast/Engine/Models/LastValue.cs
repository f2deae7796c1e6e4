namespace Vitrine.Forecast.Engine.Models;

/// <summary>The baseline: nothing changes any more. The best there is for a random walk.</summary>
internal sealed class LastValue : IPointModel
{
    public string Name => "naive";

    public void Forecast(ReadOnlySpan<double> history, Span<double> future) => future.Fill(history[^1]);
}
