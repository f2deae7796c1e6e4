using Vitrine.Explain;

namespace Vitrine.Tests.Explain;

public sealed class DecisionTableTests
{
    [Fact]
    public void Of_ScoredAndFiltered_ShowsScoresPlacesAndReasons()
    {
        const string Json = """
            {"pod":"vllm-0","order":["vllm-0","b"],"pods":3,"filtered":{"available":1},"plugins":{"least-request":1,"prefix-cache":2.5},
            "considered":[{"pod":"vllm-0","total":350,"scores":[100,100]},{"pod":"b","total":50.25,"scores":[50.25,0]},{"pod":"c","filter":"available","reason":"draining"}]}
            """;

        DecisionTable.Of(Json).ShouldNotBeNull().ShouldBe(
        [
            "pod     total  least-request x1  prefix-cache x2.5",
            "vllm-0    350               100                100  chosen",
            "b       50.25             50.25                  0  choice 2",
            "c       kept out by available: draining",
            "of 3 pods: 1 kept out by available",
        ]);
    }

    [Fact]
    public void Of_Disaggregated_NamesThePrefillPod()
    {
        const string Json = """
            {"pod":"d0","order":["d0"],"prefill":["p1"],"pods":9,"filtered":{},"plugins":{"random":1},"considered":[{"pod":"d0","total":7,"scores":[7]},{"pod":"d1","total":3,"scores":[3]}],"more":7}
            """;

        DecisionTable.Of(Json).ShouldNotBeNull().ShouldBe(
        [
            "pod  total  random x1",
            "d0       7          7  chosen, prefilled by p1",
            "d1       3          3  not tried",
            "of 9 pods; 7 not listed",
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"pods\":1}")]
    [InlineData("{\"plugins\":{\"a\":\"x\"},\"considered\":[],\"pods\":1,\"filtered\":{}}")]
    public void Of_SomethingElse_IsNoTable(string text) => DecisionTable.Of(text).ShouldBeNull();
}
