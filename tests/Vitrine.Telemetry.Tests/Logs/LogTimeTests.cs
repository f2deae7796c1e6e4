using System.Text;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class LogTimeTests
{
    private delegate int Writer(DateTimeOffset time, Span<byte> destination);

    public static TheoryData<string, string, string[]> Cases()
    {
        var data = new TheoryData<string, string, string[]>();
        foreach (var (where, text) in TableFile.Read("Logs/LogTimeTests.txt"))
        {
            var columns = text.Split(" | ");
            data.Add(where, columns[0], columns[1..]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_Instant_MatchesTable(string where, string instant, string[] expected)
    {
        var time = DateTimeOffset.Parse(instant);
        Render(LogTime.WriteMillis, time).ShouldBe(expected[0], where);
        Render(LogTime.WriteMicros, time).ShouldBe(expected[1], where);
        Render(LogTime.WriteNanos, time).ShouldBe(expected[2], where);
        Render(LogTime.WriteNanosTrimmed, time).ShouldBe(expected[3], where);
    }

    [Fact]
    public void WriteMillis_RandomInstants_MatchesFormatting()
    {
        var random = new Random(20240115);
        for (var i = 0; i < 10_000; i++)
        {
            var time = new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
            Render(LogTime.WriteMillis, time).ShouldBe(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        }
    }

    [Fact]
    public void WriteMillis_DestinationTooShort_Throws() =>
        Should.Throw<ArgumentException>(() => LogTime.WriteMillis(DateTimeOffset.UnixEpoch, new byte[LogTime.MillisBytes - 1]));

    private static string Render(Writer write, DateTimeOffset time)
    {
        var text = new byte[LogTime.NanosBytes];
        return Encoding.UTF8.GetString(text, 0, write(time, text));
    }
}
