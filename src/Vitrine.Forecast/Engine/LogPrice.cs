namespace Vitrine.Forecast.Engine;

/// <summary>Between prices and their logarithms. A price is positive and finite whatever the arithmetic between came to.</summary>
internal static class LogPrice
{
    public static readonly double Smallest = Math.Log(double.Epsilon);
    public static readonly double Largest = Math.Log(double.MaxValue);

    /// <summary>The price of a logarithm; of one beyond what a double holds, the nearest price it does hold.</summary>
    public static double ToPrice(double logarithm) => Math.Clamp(Math.Exp(logarithm), double.Epsilon, double.MaxValue);
}
