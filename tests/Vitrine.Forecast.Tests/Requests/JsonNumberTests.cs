using System.Globalization;
using System.Text;
using Vitrine.Forecast.Requests;

namespace Vitrine.Forecast.Tests.Requests;

public sealed class JsonNumberTests
{
    /// <summary>Every number of up to 31 bytes, whatever stands behind it, is the double that the runtime reads, to its last bit.</summary>
    [Fact]
    public void Read_RandomDigits_AreThoseOfTheRuntime()
    {
        var random = new Random(7);
        for (var round = 0; round < 100_000; round++)
        {
            var text = Number(random);
            double? expected = text.Length < 32 ? double.Parse(text, CultureInfo.InvariantCulture) : null;
            Take(text, ",}]x\n e-+:"[random.Next(10)]).ShouldBe(expected, text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("01")]
    [InlineData("00.5")]
    [InlineData("1.")]
    [InlineData("1..2")]
    [InlineData("/1")]
    [InlineData(":1")]
    [InlineData("\"1\"")]
    public void Read_NoNumberOfJson_IsRefused(string text) => Take(text, ',').ShouldBeNull();

    [Fact]
    public void Read_OfFewBytes_TakesNothing() => JsonNumber.Read(Encoding.UTF8.GetBytes("1,2".PadRight(JsonNumber.Window - 1)), out _).ShouldBe(0);

    private static double? Take(string number, char behind)
    {
        var length = JsonNumber.Read(Encoding.UTF8.GetBytes($"{number}{behind}{new string('7', JsonNumber.Window)}"), out var value);
        if (length == 0) return null;
        length.ShouldBe(number.Length);
        return value;
    }

    private static string Number(Random random)
    {
        var whole = random.Next(3) == 0 ? "0" : $"{1 + random.Next(9)}{Digits(random, random.Next(17))}";
        return random.Next(4) == 0 ? whole : $"{whole}.{Digits(random, 1 + random.Next(20))}";
    }

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? 0 : random.Next(10)));
}
