using System.Buffers;

namespace Vitrine.Forecast.Engine.Selection;

/// <summary>
/// What the candidates would have predicted from earlier origins of the same series, against what came: the errors that weights and bands are made of.
/// One instance a forecast; not thread-safe.
/// </summary>
internal sealed class RollingOrigin : IDisposable
{
    /// <summary>A series shorter than this is not validated: its first origin would know too little.</summary>
    public const int FewestValues = 12;

    /// <summary>The place of the weighted forecast's residuals, once there is one.</summary>
    public const int Combined = 0;

    private const int MostOrigins = 20;

    private readonly int _models;
    private readonly double[] _residuals;
    private readonly double[] _forecasts;

    public RollingOrigin(int length, int steps, int models)
    {
        // The first origin knows half of the series, the last one is tested on a quarter at most.
        int first = (length + 1) / 2;
        int last = length - Math.Clamp(length / 4, 1, steps);
        Origins = Math.Min(MostOrigins, last - first + 1);
        First = first;
        Last = last;
        Length = length;
        Steps = Math.Min(steps, length - first);
        _models = models;
        _residuals = ArrayPool<double>.Shared.Rent(Origins * models * Steps);
        _forecasts = ArrayPool<double>.Shared.Rent(models * Steps);
    }

    public int Origins { get; }

    /// <summary>The most steps ahead that any origin is tested on.</summary>
    public int Steps { get; }

    private int First { get; }

    private int Last { get; }

    private int Length { get; }

    /// <summary>How many spans of <see cref="Steps"/> the tests cover: errors of neighbouring origins are mostly the same error.</summary>
    public double Independent => 1 + (double)(Last - First) / Steps;

    /// <summary>The number of values that an origin knows.</summary>
    public int Start(int origin) => Origins == 1 ? Last : First + (int)((long)(Last - First) * origin / (Origins - 1));

    /// <summary>How many steps ahead an origin is tested on.</summary>
    public int StepsAt(int origin) => Math.Min(Steps, Length - Start(origin));

    /// <summary>What came minus what a model predicted, in logarithms, for the steps after an origin.</summary>
    public Span<double> Residuals(int origin, int model) => _residuals.AsSpan((origin * _models + model) * Steps, StepsAt(origin));

    /// <summary>Predicts from every origin.</summary>
    public void Run(Candidates candidates, ReadOnlySpan<double> values, CancellationToken stop)
    {
        for (int origin = 0; origin < Origins; origin++)
        {
            stop.ThrowIfCancellationRequested();
            int start = Start(origin), steps = StepsAt(origin);
            candidates.Forecast(values[..start], _forecasts, steps);
            for (int model = 0; model < _models; model++)
            {
                var residuals = Residuals(origin, model);
                for (int h = 0; h < steps; h++) residuals[h] = values[start + h] - _forecasts[model * steps + h];
            }
        }
    }

    /// <summary>A model's mean absolute error over all origins and steps.</summary>
    public double MeanError(int model)
    {
        double sum = 0;
        int count = 0;
        for (int origin = 0; origin < Origins; origin++)
        {
            foreach (double residual in Residuals(origin, model)) sum += Math.Abs(residual);
            count += StepsAt(origin);
        }

        return sum / count;
    }

    /// <summary>Puts the residuals of the weighted forecast at <see cref="Combined"/>, in place of the model that stood there.</summary>
    public void Combine(ReadOnlySpan<double> weights)
    {
        for (int origin = 0; origin < Origins; origin++)
        {
            var combined = Residuals(origin, Combined);
            for (int h = 0; h < combined.Length; h++)
            {
                double sum = 0;
                for (int model = 0; model < _models; model++) sum += weights[model] * Residuals(origin, model)[h];
                combined[h] = sum;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_residuals);
        ArrayPool<double>.Shared.Return(_forecasts);
    }
}
