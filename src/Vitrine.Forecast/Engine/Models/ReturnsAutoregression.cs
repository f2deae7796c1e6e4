namespace Vitrine.Forecast.Engine.Models;

/// <summary>
/// The next log return as a line over the last ones, fitted by least squares; Schwarz's criterion says how many. Where the series pulls back to its mean,
/// the line takes the level too (Dickey and Fuller's regression), so that forecasts return to the mean. Holds its sums: one instance a forecast.
/// </summary>
internal sealed class ReturnsAutoregression : IPointModel
{
    private const int MostLags = 6;

    /// <summary>With fewer values the line would follow noise.</summary>
    private const int FewestValues = 4 * MostLags;

    /// <summary>Below this t value the pull to the mean is believed: the 5 % point of Dickey and Fuller's distribution, not of Student's.</summary>
    private const double PullsBack = -2.86;

    private readonly NestedLeastSquares _withLevel = new(2 + MostLags);
    private readonly NestedLeastSquares _lagsOnly = new(1 + MostLags);

    public string Name => "autoregression";

    public void Forecast(ReadOnlySpan<double> history, Span<double> future)
    {
        if (history.Length < FewestValues)
        {
            future.Fill(history[^1]);
            return;
        }

        double mean = Mean(history);
        Span<double> line = stackalloc double[2 + MostLags];
        if (Fit(_withLevel, history, mean, line) > PullsBack) Fit(_lagsOnly, history, mean, line);
        Continue(history, mean, line, future);
    }

    /// <summary>Fits the line: constant, level, lags; of what it leaves out the coefficients are zero. Returns the t value of the level, 0 without one.</summary>
    private double Fit(NestedLeastSquares squares, ReadOnlySpan<double> history, double mean, Span<double> line)
    {
        int before = squares == _withLevel ? 2 : 1, rows = history.Length - 1 - MostLags;
        Span<double> row = stackalloc double[before + MostLags + 1];
        row[0] = 1;
        squares.Clear();
        for (int t = MostLags + 1; t < history.Length; t++)
        {
            if (before == 2) row[1] = history[t - 1] - mean;
            Lags(history, t, row[before..]);
            squares.Add(row);
        }

        Span<double> fitted = stackalloc double[Choose(squares, before, before + MostLags, rows, out double variance)];
        squares.Solve(fitted);
        line.Clear();
        fitted[..before].CopyTo(line);
        fitted[before..].CopyTo(line[2..]);
        if (before == 1) return 0;
        double error = Math.Sqrt(variance * squares.Variance(1, fitted.Length));
        return error > 0 ? line[1] / error : 0;
    }

    /// <summary>The returns before a time, the newest first, then the return of that time.</summary>
    private static void Lags(ReadOnlySpan<double> history, int t, Span<double> row)
    {
        for (int lag = 1; lag <= MostLags; lag++) row[lag - 1] = history[t - lag] - history[t - lag - 1];
        row[MostLags] = history[t] - history[t - 1];
    }

    /// <summary>The number of columns with the smallest Schwarz criterion, and the variance of the errors that they leave.</summary>
    private static int Choose(NestedLeastSquares squares, int fewest, int most, int rows, out double variance)
    {
        double left = squares.TargetSquares, smallest = double.PositiveInfinity, penalty = Math.Log(rows);
        squares.Factor();
        int chosen = fewest;
        variance = 0;
        for (int count = 1; count <= most; count++)
        {
            left = Math.Max(left - squares.Reduction(count - 1), double.Epsilon);
            double criterion = rows * Math.Log(left / rows) + count * penalty;
            if (count < fewest || criterion >= smallest) continue;
            (smallest, chosen, variance) = (criterion, count, left / (rows - count));
        }

        return chosen;
    }

    private static void Continue(ReadOnlySpan<double> history, double mean, ReadOnlySpan<double> line, Span<double> future)
    {
        Span<double> returns = stackalloc double[MostLags + 1];
        for (int lag = 0; lag < MostLags; lag++) returns[lag] = history[^(lag + 1)] - history[^(lag + 2)];
        double value = history[^1];
        for (int h = 0; h < future.Length; h++)
        {
            double next = value + line[0] + line[1] * (value - mean);
            for (int lag = 0; lag < MostLags; lag++) next += line[2 + lag] * returns[lag];

            // A line that explodes stays at the largest price there is, not at infinity.
            next = Math.Clamp(next, LogPrice.Smallest, LogPrice.Largest);
            returns[..MostLags].CopyTo(returns[1..]);
            returns[0] = next - value;
            future[h] = value = next;
        }
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }
}
