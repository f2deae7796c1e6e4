using System.Globalization;
using System.Text;
using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Requests;
using Vitrine.Forecast.Tests.Support;

namespace Vitrine.Forecast.Tests.Requests;

public sealed class CandleLaneTests
{
    // A number is taken while enough follows it: the list's end and the times, in a body.
    private const string Behind = "],\"timestamps\":[\"2026-01-01T00:00:00Z\",\"2026-01-01T01:00:00Z\"";
    private const string Sound = ",{\"open\":1.5,\"high\":2,\"low\":1,\"close\":1.25,\"volume\":0}";

    [Theory]
    [InlineData(Sound)]
    [InlineData("\n , { \"close\" : 1.25 ,\t\"low\":1,\r\n\"volume\":0.0,\"high\":2 , \"open\":1.5 } ")]
    public void TryTake_PlainCandle_IsTaken(string text)
    {
        var candle = Take(text + Behind).ShouldNotBeNull();
        (candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, candle.Amount).ShouldBe((1.5, 2, 1, 1.25, 0, 0));
    }

    [Theory]
    [InlineData("1.5", "01.5")]
    [InlineData("1.5", "1.")]
    [InlineData("1.5", ".5")]
    [InlineData("1.5", "15e-1")]
    [InlineData("1.5", "-1.5")]
    [InlineData("1.5", "+1.5")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("1.5", "null")]
    [InlineData("1.5", "0")]
    [InlineData("1.5", "2.5")]
    [InlineData("1.5", "1.5 1")]
    [InlineData("open", "Open")]
    [InlineData("open", "\\u006fpen")]
    [InlineData("open", "high")]
    [InlineData("volume", "other")]
    [InlineData(",{", "{")]
    [InlineData("0}", "0,}")]
    [InlineData("\"low\":1,", "")]
    public void TryTake_AnyOtherForm_IsLeftToTheReader(string part, string other) => Take(Sound.Replace(part, other, StringComparison.Ordinal) + Behind).ShouldBeNull();

    [Fact]
    public void TryTake_CutAtEveryByte_TakesNothing()
    {
        for (var length = 0; length < Sound.Length; length++) Take(Sound[..length]).ShouldBeNull();
    }

    /// <summary>A field that nobody knows keeps candles out of the lane.</summary>
    [Fact]
    public void Parse_RandomNumbers_AreThoseOfTheReader()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            string[] candles = [.. Enumerable.Range(0, 20).Select(_ => CandleOf(random))];
            var (lane, reader) = (HistoryOf(candles, ""), HistoryOf(candles, "\"other\":1,"));
            lane.Open.ShouldBe(reader.Open);
            lane.High.ShouldBe(reader.High);
            lane.Low.ShouldBe(reader.Low);
            lane.Volume.ShouldBe(reader.Volume);
        }
    }

    private static Candle? Take(string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        var length = bytes.Length;
        if (CandleLane.TryTake(ref bytes, out var candle)) return candle;
        bytes.Length.ShouldBe(length);
        return null;
    }

    private static CandleSeries HistoryOf(string[] candles, string extra)
    {
        var body = Bodies.Single(candles.Length, 2);
        body["candles"] = "the-candles";
        var text = body.ToJsonString().Replace("\"the-candles\"", $"[{string.Join(',', candles.Select(candle => $"{{{extra}{candle}}}"))}]", StringComparison.Ordinal);
        return Parsing.Parse(text).Request.ShouldNotBeNull().Series[0].History;
    }

    /// <summary>Numbers of one to twenty-four digits, the point anywhere in them.</summary>
    private static string CandleOf(Random random)
    {
        string[] texts = [.. Enumerable.Range(0, 3).Select(_ => Digits(random)).OrderBy(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return $"\"open\":{texts[1]},\"high\":{texts[2]},\"low\":{texts[0]},\"close\":{texts[1]},\"volume\":{Digits(random)}";
    }

    private static string Digits(Random random)
    {
        var whole = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(10)));
        return $"{1 + random.Next(9)}{whole}{(random.Next(4) == 0 ? "" : $".{string.Concat(Enumerable.Range(0, 1 + random.Next(12)).Select(_ => random.Next(10)))}")}";
    }
}
