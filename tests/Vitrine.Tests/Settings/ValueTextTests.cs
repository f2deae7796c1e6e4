using Vitrine.Settings;

namespace Vitrine.Tests.Settings;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData("localhost:8090", "localhost:8090")]
    [InlineData(":8090", ":8090")]
    [InlineData("8090", ":8090")]
    [InlineData("[::1]:80", "[::1]:80")]
    [InlineData("http://localhost:4317/", "localhost:4317")]
    [InlineData("localhost", null)]
    [InlineData("localhost:70000", null)]
    [InlineData("localhost:-1", null)]
    [InlineData("::1:80", null)]
    [InlineData("a b:80", null)]
    [InlineData("", null)]
    public void HostPort_Text_ReadsOrIsRefused(string text, string? expected) =>
        (HostPort.TryParse(text, out var value) ? value.ToString() : null).ShouldBe(expected);

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("1h30m", 5400.0)]
    [InlineData("1.5s", 1.5)]
    [InlineData("2d", 172800.0)]
    [InlineData("0", 0.0)]
    [InlineData("10", null)]
    [InlineData("m", null)]
    [InlineData("-1s", null)]
    [InlineData("999999999999d", null)]
    public void Duration_Text_ReadsOrIsRefused(string text, double? seconds) =>
        (DurationText.TryParse(text, out var value) ? value.TotalSeconds : (double?)null).ShouldBe(seconds);

    [Theory]
    [InlineData("250ms")]
    [InlineData("30s")]
    [InlineData("1m")]
    [InlineData("1h30m")]
    [InlineData("48h")]
    [InlineData("1m1.5s")]
    public void Duration_Formatted_ReadsAsTheSame(string text)
    {
        DurationText.TryParse(text, out var value).ShouldBeTrue();
        DurationText.Format(value).ShouldBe(text);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1000", 1000L)]
    [InlineData("512MiB", 536870912L)]
    [InlineData("8gib", 8589934592L)]
    [InlineData("9000000TiB", null)]
    [InlineData("1.5GiB", null)]
    [InlineData("64MB", 64_000_000L)]
    [InlineData("2kb", 2_000L)]
    [InlineData("1TB", 1_000_000_000_000L)]
    [InlineData("9300000TB", null)]
    [InlineData("8 GB", null)]
    [InlineData("8B", null)]
    [InlineData("-1", null)]
    [InlineData("MiB", null)]
    [InlineData("MB", null)]
    [InlineData("", null)]
    public void Size_Text_ReadsOrIsRefused(string text, long? bytes) =>
        (SizeText.TryParse(text, out var value) ? value : (long?)null).ShouldBe(bytes);

    [Theory]
    [InlineData("0")]
    [InlineData("1023")]
    [InlineData("64MB")]
    [InlineData("64MiB")]
    [InlineData("512MiB")]
    [InlineData("3TiB")]
    public void Size_Formatted_ReadsAsTheSame(string text)
    {
        SizeText.TryParse(text, out var value).ShouldBeTrue();
        SizeText.Format(value).ShouldBe(text);
    }
}
