using System.Numerics;

namespace Vitrine.Forecast.Engine.Models;

/// <summary>
/// Exponential smoothing with a damped trend, for many parameter sets in one pass over the series: a lane of a vector register is a parameter set. Lanes
/// never meet, so the result has the same bits at every register width.
/// </summary>
/// <remarks>
/// Error-correction form: <c>e = x − (l + φb)</c>, then <c>l = l + φb + αe</c> and <c>b = φb + αβe</c>. With <c>φ = 0</c> it is simple smoothing.
/// Gardner and McKenzie, Forecasting trends in time series, 1985.
/// </remarks>
internal sealed class SmoothingGrid
{
    /// <summary>Sets come in multiples of this, so that every register width divides their number.</summary>
    private const int Widest = 8;

    /// <summary>Bounds what a fit keeps on the stack.</summary>
    private const int MostSets = 128;

    private readonly double[] _alpha;
    private readonly double[] _gain;
    private readonly double[] _phi;

    /// <summary>A grid of every combination; the last set is repeated until the registers are full.</summary>
    public SmoothingGrid(ReadOnlySpan<double> alphas, ReadOnlySpan<double> betas, ReadOnlySpan<double> phis)
    {
        var sets = new List<(double Alpha, double Beta, double Phi)>();
        foreach (double alpha in alphas)
            foreach (double beta in betas)
                foreach (double phi in phis)
                    sets.Add((alpha, beta, phi));

        while (sets.Count % Widest != 0) sets.Add(sets[^1]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sets.Count, MostSets);
        _alpha = [.. sets.Select(set => set.Alpha)];
        _gain = [.. sets.Select(set => set.Alpha * set.Beta)];
        _phi = [.. sets.Select(set => set.Phi)];
    }

    /// <summary>
    /// The state at the end of the series under the set with the smallest squared one-step errors. Smoothing starts from the first value with the given slope per step.
    /// </summary>
    public SmoothingState Fit(ReadOnlySpan<double> series, double slope)
    {
        int sets = _alpha.Length;
        Span<double> level = stackalloc double[sets], trend = stackalloc double[sets], squares = stackalloc double[sets];
        level.Fill(series[0]);
        trend.Fill(slope);
        squares.Clear();
        Run(series[1..], level, trend, squares);

        int best = 0;
        for (int i = 1; i < sets; i++)
        {
            if (squares[i] < squares[best]) best = i;
        }

        return new SmoothingState(level[best], trend[best], _alpha[best], _phi[best]);
    }

    /// <summary>Time is the outer loop: within a step the sets do not depend on each other, so their latencies overlap.</summary>
    private void Run(ReadOnlySpan<double> series, Span<double> level, Span<double> trend, Span<double> squares)
    {
        int width = Vector<double>.Count;
        foreach (double value in series)
        {
            var x = new Vector<double>(value);
            for (int i = 0; i < level.Length; i += width)
            {
                var damped = new Vector<double>(_phi, i) * new Vector<double>(trend[i..]);
                var expected = new Vector<double>(level[i..]) + damped;
                var error = x - expected;
                (expected + new Vector<double>(_alpha, i) * error).CopyTo(level[i..]);
                (damped + new Vector<double>(_gain, i) * error).CopyTo(trend[i..]);
                (new Vector<double>(squares[i..]) + error * error).CopyTo(squares[i..]);
            }
        }
    }
}
