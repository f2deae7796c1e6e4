using System.Globalization;
using System.Text;
using Vitrine.Forecast.Responses;

namespace Vitrine.Forecast.Tests.Responses;

public sealed class RoundedNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(7, "7")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(100.1, "100.1")]
    [InlineData(67123.4567, "67123.4567")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1.0 / 3, "0.333333333333")]
    [InlineData(200000.0 / 3, "66666.6666667")]
    [InlineData(0.000001234, "0.000001234")]
    [InlineData(9.99999999999999, "10")]
    [InlineData(0.999999999999999, "1")]
    [InlineData(123456789012.5, "123456789012")]
    [InlineData(999999999999999, "999999999999999")]
    public void Format_Number_IsRoundedToTwelveDigits(double value, string expected) => Format(value).ShouldBe(expected);

    [Fact]
    public void Format_AnySize_IsNearAndKeepsOrder()
    {
        var random = new Random(7);
        var (before, read) = (0.0, 0.0);
        foreach (var value in Enumerable.Range(0, 20_000).Select(_ => (random.NextDouble() + 1e-9) * Math.Pow(10, random.Next(-300, 300))).Concat([double.MaxValue, double.Epsilon, 1e-6, 1e15]).Order())
        {
            var text = Format(value);
            var back = double.Parse(text, CultureInfo.InvariantCulture);
            (Math.Abs(back - value) / value).ShouldBeLessThan(6e-12, $"{value:R} as {text}");
            back.ShouldBeGreaterThanOrEqualTo(read, $"{value:R} after {before:R}");
            (before, read) = (value, back);
        }
    }

    private static string Format(double value)
    {
        Span<byte> text = stackalloc byte[RoundedNumber.MaxLength];
        return Encoding.ASCII.GetString(text[..RoundedNumber.Format(value, text)]);
    }
}
