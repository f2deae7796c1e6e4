namespace Vitrine.Forecast.Requests;

/// <summary>Powers of ten, each exact as a double.</summary>
internal static class DecimalPowers
{
    /// <summary>The largest exponent.</summary>
    public const int Largest = 19;

    private static ReadOnlySpan<double> Powers => [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

    /// <summary>Ten to the power of an exponent from 0 to <see cref="Largest"/>.</summary>
    public static double Of(int exponent) => Powers[exponent];
}
