using Microsoft.Extensions.DependencyInjection;
using Vitrine.Ledger.Hosting;
using Vitrine.Ledger.Tests.Support;

namespace Vitrine.Ledger.Tests.Hosting;

public sealed class LedgerChartsTests
{
    [Fact]
    public async Task Series_FollowTheLogAndTheProjections()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        ledger.Projections.Find("entities")!.Pause();
        var charts = ledger.Server.Services.GetRequiredService<LedgerCharts>();
        for (var i = 0; i < 3; i++) await ledger.PostAsync(ServedLedger.Entries, """{"data":1}""");
        charts.Entries.Series.Single().Read().ShouldBe(5);
        charts.Lag.Series.Select(series => series.Name).ShouldBe(["catalogue", "entities", "audit"]);
        charts.Lag.Series[1].Read().ShouldBe(ledger.Projections.Find("entities")!.Lag);
        charts.Lag.Series[1].Read().ShouldBeGreaterThanOrEqualTo(3);
    }
}
