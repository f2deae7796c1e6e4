using Vitrine.Supervision;

namespace Vitrine.Tests.Supervision;

public sealed class RestartPolicyTests
{
    [Fact]
    public void PauseAfter_FailuresInARow_DoublesUpToTheLongest()
    {
        var policy = new RestartPolicy { FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(5), GiveUpAfter = 6 };

        Enumerable.Range(1, 6).Select(failures => policy.PauseAfter(failures)?.TotalSeconds).ShouldBe([1, 2, 4, 5, 5, null]);
    }

    [Theory]
    [InlineData(0, "", "ended by itself")]
    [InlineData(1, "no model", "ended with exit code 1: no model")]
    [InlineData(137, "", "was killed (SIGKILL)")]
    [InlineData(139, "", "crashed (SIGSEGV)")]
    [InlineData(159, "", "ended by signal 31")]
    public void Describe_ExitCode_SaysWhy(int exitCode, string lastWords, string expected) => ExitReason.Describe(exitCode, lastWords).ShouldBe(expected);
}
