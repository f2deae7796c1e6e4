using System.Text;
using System.Text.Json;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class JsonLineBuilderTests
{
    private static readonly byte[] Name = JsonLineBuilder.EncodeName("name");
    private static readonly byte[] Other = JsonLineBuilder.EncodeName("other");

    [Fact]
    public void EncodeName_AwkwardName_IsEscaped() =>
        Encoding.UTF8.GetString(JsonLineBuilder.EncodeName("a\"b")).ShouldBe(",\"a\\\"b\":");

    [Fact]
    public void WriteMilliseconds_AnyDuration_IsTheTextOfTheDouble()
    {
        var random = new Random(20240115);
        foreach (var ticks in (long[])[0, 1, 10, 9_999, 10_000, 10_001, 123_400, 999_999_999_999_999, 1_000_000_000_000_000, -1, long.MaxValue, .. Enumerable.Range(0, 20_000).Select(_ => random.NextInt64(1L << random.Next(1, 62)))])
        {
            var (decimals, number) = (new JsonLineBuilder(), new JsonLineBuilder());
            decimals.WriteMilliseconds(new TimeSpan(ticks));
            number.WriteNumber(new TimeSpan(ticks).TotalMilliseconds);
            Finish(decimals).ShouldBe(Finish(number), $"{ticks} ticks");
        }
    }

    [Fact]
    public void WriteName_FirstAndNested_PlacesCommas()
    {
        var builder = new JsonLineBuilder();
        builder.BeginObject();
        builder.WriteName(Name);
        builder.BeginObject();
        builder.EndObject();
        builder.WriteName(Other);
        builder.BeginObject();
        builder.WriteName(Name);
        builder.WriteNumber(1L);
        builder.WriteName(Other);
        builder.WriteNull();
        builder.EndObject();
        builder.WriteName(Name);
        builder.WriteBool(true);
        builder.EndObject();
        Finish(builder).ShouldBe("""{"name":{},"other":{"name":1,"other":null},"name":true}""");
    }

    [Fact]
    public void WriteName_AfterStringEndingInBrace_PlacesComma()
    {
        var builder = new JsonLineBuilder();
        builder.BeginObject();
        builder.WriteName(Name);
        builder.WriteString("{");
        builder.WriteName(Other);
        builder.WriteBool(false);
        builder.EndObject();
        Finish(builder).ShouldBe("""{"name":"{","other":false}""");
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("größe 推理 🙂", "\"größe 推理 🙂\"")]
    [InlineData("\"\\/\b\f\n\r\t", "\"\\\"\\\\/\\b\\f\\n\\r\\t\"")]
    [InlineData("\u0000\u001f\u007f", "\"\\u0000\\u001f\u007f\"")]
    [InlineData("", "\"\"")]
    public void WriteString_Text_IsEscapedAsLittleAsPossible(string text, string expected)
    {
        var builder = new JsonLineBuilder();
        builder.WriteString(text);
        Finish(builder).ShouldBe(expected);
        builder.Clear();
        builder.WriteUtf8String(Encoding.UTF8.GetBytes(text));
        Finish(builder).ShouldBe(expected);
    }

    [Fact]
    public void WriteString_LoneSurrogates_BecomeReplacements()
    {
        var builder = new JsonLineBuilder();
        builder.WriteString(['a', '\uD800', 'b', '\uDC00', '\uD83D']);
        Finish(builder).ShouldBe("\"a\uFFFDb\uFFFD\uFFFD\"");
    }

    [Fact]
    public void WriteUtf8String_InvalidSequences_BecomeReplacements()
    {
        var builder = new JsonLineBuilder();
        builder.WriteUtf8String([(byte)'a', 0xFF, (byte)'"', 0xE2, 0x82, (byte)'b', 0xC3]);
        Finish(builder).ShouldBe("\"a\uFFFD\\\"\uFFFDb\uFFFD\"");
    }

    [Theory]
    [InlineData(0d, "0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(-1.5e-7, "-1.5E-07")]
    [InlineData(double.NaN, "null")]
    [InlineData(double.PositiveInfinity, "null")]
    [InlineData(double.NegativeInfinity, "null")]
    public void WriteNumber_Double_IsShortestOrNull(double value, string expected)
    {
        var builder = new JsonLineBuilder();
        builder.WriteNumber(value);
        Finish(builder).ShouldBe(expected);
    }

    [Fact]
    public void WriteNumber_RandomBits_ParseBack()
    {
        var random = new Random(3);
        var builder = new JsonLineBuilder();
        for (var i = 0; i < 10_000; i++)
        {
            var bits = random.NextInt64(long.MinValue, long.MaxValue);
            builder.Clear();
            builder.WriteNumber(bits);
            JsonSerializer.Deserialize<long>(builder.Finish()).ShouldBe(bits);

            var value = BitConverter.Int64BitsToDouble(bits);
            if (!double.IsFinite(value))
                continue;
            builder.Clear();
            builder.WriteNumber(value);
            JsonSerializer.Deserialize<double>(builder.Finish()).ShouldBe(value);
        }
    }

    [Fact]
    public void WriteTime_AndDuration_AreQuoted()
    {
        var builder = new JsonLineBuilder();
        builder.WriteTime(DateTimeOffset.UnixEpoch);
        builder.WriteGoDuration(TimeSpan.FromMilliseconds(850));
        Finish(builder).ShouldBe("\"1970-01-01T00:00:00.000Z\"\"850ms\"");
    }

    [Fact]
    public void WriteString_RandomText_ParsesBack()
    {
        var random = new Random(42);
        var builder = new JsonLineBuilder();
        for (var i = 0; i < 5_000; i++)
        {
            var text = RandomText.Next(random, random.Next(200));
            // What a UTF-8 round trip leaves of lone surrogates.
            var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            builder.Clear();
            builder.WriteString(text);
            JsonSerializer.Deserialize<string>(builder.Finish()).ShouldBe(expected, $"iteration {i}");
        }
    }

    [Fact]
    public void WriteUtf8String_RandomBytes_ParsesBack()
    {
        var random = new Random(43);
        var builder = new JsonLineBuilder();
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = RandomText.NextBytes(random, random.Next(100));
            builder.Clear();
            builder.WriteUtf8String(bytes);
            JsonSerializer.Deserialize<string>(builder.Finish()).ShouldBe(Encoding.UTF8.GetString(bytes), $"iteration {i}");
        }
    }

    [Fact]
    public void Rent_Nested_GivesAnotherInstance()
    {
        var outer = JsonLineBuilder.Rent();
        var inner = JsonLineBuilder.Rent();
        inner.ShouldNotBeSameAs(outer);
        inner.Return();
        outer.Return();
        JsonLineBuilder.Rent().ShouldBeSameAs(outer);
    }

    private static string Finish(JsonLineBuilder builder) => Encoding.UTF8.GetString(builder.Finish());
}
