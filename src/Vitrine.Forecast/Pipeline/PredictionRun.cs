using System.Diagnostics;
using Vitrine.Forecast.Engine;

namespace Vitrine.Forecast.Pipeline;

/// <summary>
/// The work of one request: a forecast per series, each claimed by whichever worker is free. It holds no operation; it tells its times by value.
/// </summary>
/// <param name="forecaster">The model.</param>
/// <param name="inputs">One a series.</param>
/// <param name="stop">Ends it: series that wait are not begun, those that run are told to stop.</param>
internal sealed class PredictionRun(IForecaster forecaster, IReadOnlyList<ForecastInput> inputs, CancellationToken stop)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopOrFailure = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly Prediction?[] _predictions = new Prediction?[inputs.Count];
    private int _claimed;
    private int _running;

    /// <summary>How many series there are.</summary>
    public int Count => inputs.Count;

    /// <summary>Done when nobody works on it any more: all is predicted, or it was stopped, or one series failed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The forecasts in the order of the inputs, once it has ended; null unless every series was predicted.</summary>
    public IReadOnlyList<Prediction>? Predictions { get; private set; }

    /// <summary>What the model threw first, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>When the first worker began, in <see cref="Stopwatch"/> ticks; 0 when none did.</summary>
    public long BeganAt { get; private set; }

    /// <summary>When the last worker ended, in <see cref="Stopwatch"/> ticks.</summary>
    public long EndedAt { get; private set; }

    /// <summary>Claims the next series for a worker, who must then <see cref="Run"/> it.</summary>
    /// <param name="place">The series.</param>
    /// <param name="hasMore">Whether another one waits.</param>
    public bool TryClaim(out int place, out bool hasMore)
    {
        lock (_gate)
        {
            (place, hasMore) = (_claimed, _claimed + 1 < Count);
            if (_claimed == Count || IsOver) return false;
            if (BeganAt == 0) BeganAt = Stopwatch.GetTimestamp();
            _claimed++;
            _running++;
            return true;
        }
    }

    /// <summary>Predicts a claimed series on this thread.</summary>
    public void Run(int place)
    {
        try
        {
            _predictions[place] = Checked(forecaster.Predict(inputs[place], _stopOrFailure.Token));
        }
        catch (OperationCanceledException) when (_stopOrFailure.IsCancellationRequested)
        {
            // Stopped, or another series failed.
        }
        catch (Exception e)
        {
            lock (_gate) Failure ??= e;
            _stopOrFailure.Cancel();
        }

        lock (_gate)
        {
            _running--;
            EndIfIdle();
        }
    }

    /// <summary>It was stopped: it ends now if nobody works on it, else with the last who does.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _claimed = Count;
            EndIfIdle();
        }
    }

    private bool IsOver => _ended.Task.IsCompleted || _stopOrFailure.IsCancellationRequested;

    private void EndIfIdle()
    {
        if (_running > 0 || _ended.Task.IsCompleted || (_claimed < Count && !IsOver)) return;
        EndedAt = Stopwatch.GetTimestamp();
        if (Array.TrueForAll(_predictions, static prediction => prediction is not null)) Predictions = _predictions!;
        _stopOrFailure.Dispose();
        _ended.SetResult();
    }

    /// <summary>JSON has no word for what is not finite.</summary>
    private static Prediction Checked(Prediction prediction)
    {
        var path = prediction.Path;
        foreach (var column in (ReadOnlySpan<double[]?>)[path.Open, path.High, path.Low, path.Close, path.Volume, path.Amount])
        {
            foreach (var value in column ?? [])
            {
                if (!double.IsFinite(value)) throw new InvalidOperationException("The model predicted a number that is not finite.");
            }
        }

        return prediction;
    }
}
