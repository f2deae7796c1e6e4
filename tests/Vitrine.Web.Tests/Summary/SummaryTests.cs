using Vitrine.Testing;
using Vitrine.Web.Summary;

namespace Vitrine.Web.Tests.Summary;

public sealed class SummaryTests
{
    [Fact]
    public void ActiveClients_AreDistinctAndForgottenAfterHalfAnHour()
    {
        var clock = new ManualClock();
        var clients = new ActiveClients(clock);
        foreach (var client in (string[])["a", "b", "a"]) clients.Add(client);
        clients.Count().ShouldBe(2);
        clock.Advance(TimeSpan.FromMinutes(29));
        clients.Add("b");
        clock.Advance(TimeSpan.FromMinutes(2));
        clients.Count().ShouldBe(1);
    }

    [Fact]
    public void ActiveClients_Crowds_AreBounded()
    {
        var clock = new ManualClock();
        var clients = new ActiveClients(clock);
        for (var i = 0; i < 20_000; i++) clients.Add($"{i}");
        clients.Count().ShouldBe(10_000);
        clock.Advance(TimeSpan.FromMinutes(31));
        clients.Add("new");
        clients.Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(4, 1, 0, 0, 0.25)]
    [InlineData(4, 1, 1, 0, 0.25, "the page reports the failure that was counted here")]
    [InlineData(3, 0, 1, 0, 0.25, "somebody else's failure")]
    [InlineData(3, 0, 0, 1, 0.25, "a chat that never arrived")]
    [InlineData(0, 0, 0, 2, 1)]
    public void ErrorRate_Failures_AreAShareOfAllTries(long chats, long failed, long answers, long connections, double rate, string? why = null) =>
        new SummaryFigures { Chats = chats, Failed = failed, ReportedAnswers = answers, ReportedConnections = connections }.ErrorRate.ShouldBe(rate, why);
}
