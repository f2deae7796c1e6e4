using System.Text;
using Vitrine.Forecast.Requests;

namespace Vitrine.Forecast.Tests.Requests;

public sealed class WrittenTimeTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02 03:04:05", "2026-01-02T03:04:05")]
    [InlineData("2026-01-02", "2026-01-02T00:00:00")]
    [InlineData("2026-01-02T03:04", "2026-01-02T03:04:00")]
    [InlineData("2026-01-02T03:04:05.5+02:00", "2026-01-02T03:04:05.5+02:00")]
    [InlineData("2026-01-02T03:04:05.123456789-0330", "2026-01-02T03:04:05.1234567-03:30")]
    [InlineData("2024-02-29T23:59:59+00:00", "2024-02-29T23:59:59Z")]
    public void TryParse_Iso_IsWrittenInItsOwnZone(string text, string expected)
    {
        WrittenTime.TryParse(Encoding.UTF8.GetBytes(text), out var time).ShouldBeTrue();
        time.ToString().ShouldBe(expected);
    }

    [Fact]
    public void TryParse_Offset_CountsInUtc()
    {
        WrittenTime.TryParse("2026-01-01T00:30:00+02:00"u8, out var time).ShouldBeTrue();
        new DateTime(time.Ticks, DateTimeKind.Utc).ShouldBe(new DateTime(2025, 12, 31, 22, 30, 0, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-1-2")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2026-01-02T24:00:00")]
    [InlineData("2026-01-02T03:60:00")]
    [InlineData("2026-01-02T03:04:60Z")]
    [InlineData("2026-01-02T03:04:05.Z")]
    [InlineData("2026-01-02T03:04:05+2")]
    [InlineData("2026-01-02T03:04:05 UTC")]
    [InlineData("2026-01-02X03:04:05")]
    [InlineData("+026-01-02")]
    [InlineData("yesterday")]
    public void TryParse_AnythingElse_IsRefused(string text) => WrittenTime.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData(1_767_225_600, "2026-01-01T00:00:00Z")]
    [InlineData(1_767_225_600_000, "2026-01-01T00:00:00Z")]
    [InlineData(1_767_225_600.25, "2026-01-01T00:00:00.25Z")]
    public void TryParse_Number_IsSecondsOrMilliseconds(double number, string expected)
    {
        WrittenTime.TryParse(number, out var time).ShouldBeTrue();
        time.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    [InlineData(-1e18)]
    public void TryParse_NumberBeyondTheCalendar_IsRefused(double number) => WrittenTime.TryParse(number, out _).ShouldBeFalse();
}
