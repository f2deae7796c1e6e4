namespace Vitrine.Forecast.Engine;

/// <summary>
/// What a forecasting engine is to the service: a pure computation. Implementations are thread-safe and hold nothing of a call, so that one instance serves
/// all requests; a neural model would stand here too.
/// </summary>
public interface IForecaster
{
    /// <summary>The engine's name, such as <c>vitrine-ensemble</c>.</summary>
    string Name { get; }

    /// <summary>The engine's version: it changes whenever the same input may give other numbers.</summary>
    string Version { get; }

    /// <summary>Computes one forecast on the calling thread.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled; it is looked at every few milliseconds.</exception>
    Prediction Predict(ForecastInput input, CancellationToken stop);
}
