using MathNet.Numerics.Providers.LinearAlgebra;

namespace Vitrine.Forecast.Engine.Models;

/// <summary>
/// Least squares for every leading block of columns at once. Factored together with the target, the cross products say in their last row how much every
/// further column takes off the squared errors; the factor of a block is the block of the factor.
/// </summary>
internal sealed class NestedLeastSquares(int columns)
{
    /// <summary>Keeps the factorisation alive when columns are constant or alike; far below any coefficient's own error.</summary>
    private const double Ridge = 1e-9;

    private readonly int _order = columns + 1;

    // Column by column, the lower half in use: row r of column c stands at c * order + r.
    private readonly double[] _products = new double[(columns + 1) * (columns + 1)];

    /// <summary>Adds an observation: the regressors, then the target.</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        for (int c = 0; c < _order; c++)
        {
            var column = _products.AsSpan(c * _order, _order);
            double factor = row[c];
            for (int r = c; r < _order; r++) column[r] += factor * row[r];
        }
    }

    public void Clear() => Array.Clear(_products);

    /// <summary>The target's sum of squares; of the observations, so before <see cref="Factor"/>.</summary>
    public double TargetSquares => _products[^1];

    public void Factor()
    {
        for (int i = 0; i < _order; i++) _products[i * _order + i] = _products[i * _order + i] * (1 + Ridge) + double.Epsilon / Ridge;
        LinearAlgebraControl.Provider.CholeskyFactor(_products, _order);
    }

    /// <summary>What a column takes off the squared errors that the columns before it leave.</summary>
    public double Reduction(int column) => Factored(columns, column) * Factored(columns, column);

    /// <summary>The coefficients of the first <paramref name="coefficients"/>.Length columns.</summary>
    public void Solve(Span<double> coefficients)
    {
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            double sum = Factored(columns, i);
            for (int k = i + 1; k < coefficients.Length; k++) sum -= Factored(k, i) * coefficients[k];
            coefficients[i] = sum / Factored(i, i);
        }
    }

    /// <summary>The variance of a coefficient among the first <paramref name="count"/> columns, in units of the errors' variance.</summary>
    public double Variance(int column, int count)
    {
        // The column's unit vector through the factor, from its own place on: what stands before is zero.
        Span<double> solved = stackalloc double[count];
        double squares = 0;
        for (int i = column; i < count; i++)
        {
            double sum = i == column ? 1 : 0;
            for (int k = column; k < i; k++) sum -= Factored(i, k) * solved[k];
            solved[i] = sum / Factored(i, i);
            squares += solved[i] * solved[i];
        }

        return squares;
    }

    private double Factored(int row, int column) => _products[column * _order + row];
}
