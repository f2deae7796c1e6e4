using Vitrine.Gateway.Scheduling;
using Vitrine.Gateway.Scheduling.Prefixes;

namespace Vitrine.Gateway.Tests.Scheduling;

public sealed class DecisionJsonTests
{
    [Theory]
    [InlineData("pod")]
    [InlineData("a-very-long-name-of-a-deployment-that-somebody-gave-without-thinking-5f7b8c9d-xk2p4")]
    [InlineData("übermäßig\r\nlange-Ünïcödé-\"names\"-\\-\u0001-\ud83d\ude00-\ud83d\ude00-\ud83d\ude00-\ud83d\ude00-\ud83d\ude00-\ud83d\ude00-\ud83d\ude00-\ud83d\ude00")]
    public void Write_AnyNames_IsHeaderSafeJsonOfAtMostFourKilobytes(string name)
    {
        var pods = Enumerable.Range(0, 1000).Select(i => TestPods.Create($"{name}{i}")).ToArray();
        foreach (var pod in pods[..100]) pod.IsDraining = true;
        var decision = new Scheduler(new SchedulerOptions(), new PrefixIndex(1024, 1), new Random(1)).Choose(TestPods.Request(), TestPods.Server(pods), null);
        decision.Json.Length.ShouldBeLessThanOrEqualTo(DecisionJson.MostChars);
        decision.Json.ShouldAllBe(letter => letter >= ' ' && letter < 127);
        var json = decision.Parse();
        json.GetProperty("pods").GetInt32().ShouldBe(1000);
        (json.GetProperty("considered").GetArrayLength() + json.GetProperty("more").GetInt32()).ShouldBe(1000);
        json.GetProperty("order").GetArrayLength().ShouldBe(5);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(100, "100")]
    [InlineData(99.019, "99.02")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.05, "0.05")]
    [InlineData(-0.05, "-0.05")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(double.NaN, "0")]
    [InlineData(double.PositiveInfinity, "0")]
    [InlineData(1e300, "1000000000000000")]
    public void Number_Real_HasAtMostTwoDecimals(double value, string expected)
    {
        var json = new AsciiJson(new byte[64]);
        json.Number(value);
        System.Text.Encoding.ASCII.GetString(json.Written).ShouldBe(expected);
    }
}
