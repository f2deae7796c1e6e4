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
        candle.ShouldBe(new Prices(1.5, 2, 1, 1.25, 0, 0, Seen: 0b11111, Sound: 0b11111, Left: (text + Behind).Length - text.LastIndexOf('}') - 1));
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

    /// <summary>What stands between the numbers is longer than the lane compares: it takes each of them as it took the first.</summary>
    [Fact]
    public void TryTake_FarApart_IsTakenToo()
    {
        var far = Sound.Replace(",", ",".PadRight(60), StringComparison.Ordinal);
        var lane = new CandleLane();
        Take(lane, far + Behind).ShouldNotBeNull().ShouldBe(Take(lane, far + Behind).ShouldNotBeNull());
    }

    /// <summary>After one that is written in another way, or not at all as the lane has it, it goes on.</summary>
    [Theory]
    [InlineData(",{\"close\":1.25,\"open\":1.5,\"low\":1,\"high\":2}")]
    [InlineData(",{\"close\":-1}")]
    [InlineData(", ")]
    public void TryTake_BehindAnotherForm_TakesBoth(string other)
    {
        var lane = new CandleLane();
        Take(lane, Sound + Behind).ShouldNotBeNull();
        _ = Take(lane, other + Behind);
        Take(lane, Sound + Behind).ShouldNotBeNull().Volume.ShouldBe(0);
    }

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

    /// <summary>As a lane takes it that knows no form, and one that has just taken a candle of the usual form.</summary>
    private static Prices? Take(string text)
    {
        var taught = new CandleLane();
        Take(taught, Sound + Behind).ShouldNotBeNull();
        var candle = Take(new CandleLane(), text);
        Take(taught, text).ShouldBe(candle);
        return candle;
    }

    private static Prices? Take(CandleLane lane, string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        var length = bytes.Length;
        if (lane.TryTake(ref bytes, out var candle)) return new(candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, candle.Amount, candle.Seen, candle.Sound, bytes.Length);
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

    /// <param name="Left">Bytes behind it.</param>
    private readonly record struct Prices(double Open, double High, double Low, double Close, double Volume, double Amount, int Seen, int Sound, int Left);
}
