using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Lines;

namespace Vitrine.Telemetry.Tests.Lines;

public sealed class LogFilterTests
{
    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.Ordinal) { ["kimberlite"] = "kmb", ["kimberlite_vsr"] = "kmb_consensus" };

    [Theory]
    [InlineData("info", "anything", LogLevel.Information, true)]
    [InlineData("info", "anything", LogLevel.Debug, false)]
    [InlineData("kimberlite=debug", "kmb_log", LogLevel.Debug, true)]
    [InlineData("kimberlite_vsr=debug", "kmb_consensus", LogLevel.Debug, true)]
    [InlineData("kimberlite_vsr=debug", "kmb_log", LogLevel.Information, false)]
    [InlineData("warn,kimberlite=info,kimberlite_vsr=off", "kmb_consensus", LogLevel.Critical, false)]
    [InlineData("off", "anything", LogLevel.Critical, false)]
    public void IsEnabled_Directive_SelectsByTheLongestName(string filter, string target, LogLevel level, bool expected)
    {
        var parsed = LogFilter.TryParse(filter, s_aliases, out var error);
        error.ShouldBeNull();
        parsed!.IsEnabled(target, level).ShouldBe(expected);
    }

    [Fact]
    public void TryParse_WrongLevel_NamesTheNearest()
    {
        LogFilter.TryParse("kimberlite=debgu", s_aliases, out var error).ShouldBeNull();
        error.ShouldBe("'debgu' is not a log level. Did you mean 'debug'?");
    }
}
