using System.Buffers;
using Vitrine.Forecast.Engine.Selection;

namespace Vitrine.Forecast.Engine.Uncertainty;

/// <summary>
/// How far off the forecast is expected to be at every step ahead, in logarithms of price: a power of the step, fitted to the errors of rolling-origin
/// validation. Nothing is assumed of their distribution.
/// </summary>
/// <param name="Reach">The bound of the absolute error at the first step.</param>
/// <param name="Power">How the bound grows with the step: 0 not at all, 0.5 as a random walk's, 1 as a wrong trend's.</param>
internal readonly record struct ErrorGrowth(double Reach, double Power)
{
    /// <summary>What a random walk's power weighs beside the errors, which are few and alike.</summary>
    private const double PriorWeight = 0.5;

    /// <summary>How much further out the quantile of one independent test is taken, as a share of it. Chosen on generated series.</summary>
    private const double FewErrors = 0.25;

    /// <summary>What 80 % of a normal error stays within, in units of its mean absolute value.</summary>
    private const double NormalReach = 1.606;

    /// <summary>The bound of the absolute error at a step; the first one is 1.</summary>
    public double At(int step) => Reach * Math.Pow(step, Power);

    /// <summary>The bound that a share of the errors stayed within.</summary>
    public static ErrorGrowth Of(RollingOrigin errors, double share)
    {
        double power = FitPower(errors);
        var scaled = ArrayPool<double>.Shared.Rent(errors.Origins * errors.Steps);
        var scale = ArrayPool<double>.Shared.Rent(errors.Steps);
        for (int h = 0; h < errors.Steps; h++) scale[h] = Math.Pow(h + 1, -power);
        int count = 0;
        for (int origin = 0; origin < errors.Origins; origin++)
        {
            var residuals = errors.Residuals(origin, RollingOrigin.Combined);
            for (int h = 0; h < residuals.Length; h++) scaled[count++] = Math.Abs(residuals[h]) * scale[h];
        }

        // Few errors show less than what is to come, and the weights were chosen by these very errors: the quantile is taken further out.
        double level = Math.Min(share * (1 + FewErrors / errors.Independent), (1 + share) / 2);
        double reach = Quantile(scaled.AsSpan(0, count), level);
        ArrayPool<double>.Shared.Return(scaled);
        ArrayPool<double>.Shared.Return(scale);
        return new ErrorGrowth(reach, power);
    }

    /// <summary>For a history too short to validate: a random walk with the moves and reaches of the candles there are.</summary>
    public static ErrorGrowth OfWalk(double meanMove) => new(NormalReach * meanMove, 0.5);

    /// <summary>Least squares of the logarithm of the mean absolute error on the logarithm of the step, every doubling of the step weighing the same.</summary>
    private static double FitPower(RollingOrigin errors)
    {
        double weights = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        for (int h = 0; h < errors.Steps; h++)
        {
            double total = 0;
            int count = 0;
            for (int origin = 0; origin < errors.Origins; origin++)
            {
                var residuals = errors.Residuals(origin, RollingOrigin.Combined);
                if (h >= residuals.Length) continue;
                total += Math.Abs(residuals[h]);
                count++;
            }

            if (total <= 0) continue;
            double weight = (double)count / errors.Origins / (h + 1), x = Math.Log(h + 1), y = Math.Log(total / count);
            weights += weight;
            sumX += weight * x;
            sumY += weight * y;
            sumXX += weight * x * x;
            sumXY += weight * x * y;
        }

        if (weights <= 0) return 0.5;
        double meanX = sumX / weights, spread = sumXX - sumX * meanX, slope = sumXY - meanX * sumY;
        return Math.Clamp((slope + 0.5 * PriorWeight) / (spread + PriorWeight), 0, 1);
    }

    private static double Quantile(Span<double> values, double level)
    {
        values.Sort();
        double place = level * (values.Length - 1);
        int below = (int)place;
        return below + 1 < values.Length ? values[below] + (place - below) * (values[below + 1] - values[below]) : values[below];
    }
}
