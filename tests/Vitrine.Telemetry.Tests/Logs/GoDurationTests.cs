using System.Text;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class GoDurationTests
{
    public static TheoryData<string, long, string> Cases()
    {
        var data = new TheoryData<string, long, string>();
        foreach (var (where, text) in TableFile.Read("GoDurationTests.txt"))
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
}
