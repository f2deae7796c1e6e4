using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Tests.Pprof;

public sealed class PprofQueryTests
{
    [Theory]
    [InlineData(null, 30)]
    [InlineData("", 30)]
    [InlineData("x", 30)]
    [InlineData("1.5", 30)]
    [InlineData("0", 30)]
    [InlineData("-1", 30)]
    [InlineData("7", 7)]
    public void ForCpu_Seconds_AreThirtyUnlessANumberIsGiven(string? seconds, int expected)
    {
        var query = new QueryCollection(new Dictionary<string, StringValues> { ["seconds"] = seconds, ["debug"] = "1" });
        PprofQuery.ForCpu(query, new ProfilingOptions()).Duration.ShouldBe(TimeSpan.FromSeconds(expected));
    }

    [Fact]
    public void ForCpu_MoreThanAllowed_IsRefused()
    {
        var query = new QueryCollection(new Dictionary<string, StringValues> { ["seconds"] = "6" });
        var refusal = Should.Throw<ProfileException>(() => PprofQuery.ForCpu(query, new ProfilingOptions { LongestCapture = TimeSpan.FromSeconds(5) }));
        refusal.Status.ShouldBe(400);
    }
}
