using System.Text;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class GoDurationTests
{
    public static TheoryData<string, long, string> Cases()
    {
        var data = new TheoryData<string, long, string>();
        foreach (var (where, text) in TableFile.Read("Logs/GoDurationTests.txt"))
        {
            var sides = text.Split(" = ");
            data.Add(where, long.Parse(sides[0]), sides[1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_Nanoseconds_MatchesGo(string where, long nanoseconds, string expected)
    {
        var text = new byte[GoDuration.MaxBytes];
        var written = GoDuration.Write(nanoseconds, text);
        Encoding.UTF8.GetString(text, 0, written).ShouldBe(expected, where);
    }

    [Fact]
    public void Write_DestinationTooShort_Throws() =>
        Should.Throw<ArgumentException>(() => GoDuration.Write(1_234_567_000L, new byte[8]));

    [Fact]
    public void Format_TimeSpan_UsesItsTicks()
    {
        GoDuration.Format(TimeSpan.FromTicks(125)).ShouldBe("12.5µs");
        GoDuration.Format(TimeSpan.FromMinutes(-90)).ShouldBe("-1h30m0s");
    }

    [Fact]
    public void Format_BeyondGosRange_IsClamped()
    {
        GoDuration.Format(TimeSpan.MaxValue).ShouldBe("2562047h47m16.8547758s");
        GoDuration.Format(TimeSpan.MinValue).ShouldBe("-2562047h47m16.8547758s");
    }

    [Theory]
    [InlineData("0", "0s")]
    [InlineData("30s", "30s")]
    [InlineData("1m30.5s", "1m30.5s")]
    [InlineData("1.5h", "1h30m0s")]
    [InlineData("100us", "100µs")]
    [InlineData("100\u00b5s", "100µs")]
    [InlineData("100\u03bcs", "100µs")]
    [InlineData("-2ms", "-2ms")]
    [InlineData("+.5s", "500ms")]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("30", null)]
    [InlineData("s", null)]
    [InlineData("1 s", null)]
    [InlineData("1d", null)]
    [InlineData("1.2.3s", null)]
    [InlineData(".s", null)]
    [InlineData("9999999h", null)]
    public void TryParse_Text_ReadsWhatGoReads(string text, string? expected) =>
        (GoDuration.TryParse(text, out var duration) ? GoDuration.Format(duration) : null).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryParse_WhatWriteWrites_ComesBack(string where, long nanoseconds, string text)
    {
        GoDuration.TryParse(text, out var duration).ShouldBeTrue(where);
        // Ticks are 100 ns, and a double has 53 bits.
        Math.Abs(duration.Ticks - (nanoseconds / 100d)).ShouldBeLessThanOrEqualTo(Math.Max(1, Math.Abs((double)nanoseconds) / 1e15), where);
    }
}
