using System.Text;
using Vitrine.Forecast.Requests;

namespace Vitrine.Forecast.Tests.Requests;

public sealed class TimeLaneTests
{
    [Theory]
    [InlineData(",\"2026-01-01T00:00:00Z\"", "2026-01-01T00:00:00Z")]
    [InlineData(" ,\n\t\"2026-01-01\"", "2026-01-01T00:00:00")]
    [InlineData(",\"2026-01-01T00:00:00.25+01:30\"", "2026-01-01T00:00:00.25+01:30")]
    public void TryTake_PlainText_IsTaken(string text, string expected) => Take(text + "]").ShouldBe(expected);

    [Theory]
    [InlineData("\"2026-01-01T00:00:00Z\"")]
    [InlineData(",1767225600")]
    [InlineData(",null")]
    [InlineData(",\"2026-13-01T00:00:00Z\"")]
    [InlineData(",\"2026\\u002d01-01T00:00:00Z\"")]
    public void TryTake_AnyOtherForm_IsLeftToTheReader(string text) => Take(text + "]").ShouldBeNull();

    [Fact]
    public void TryTake_CutAtEveryByte_TakesNothing()
    {
        const string sound = ",\"2026-01-01T00:00:00Z\"";
        for (var length = 0; length < sound.Length; length++) Take(sound[..length]).ShouldBeNull();
    }

    private static string? Take(string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        var length = bytes.Length;
        if (TimeLane.TryTake(ref bytes, out var time)) return time.ToString();
        bytes.Length.ShouldBe(length);
        return null;
    }
}
