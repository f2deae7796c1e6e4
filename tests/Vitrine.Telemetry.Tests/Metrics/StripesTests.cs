using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Tests.Metrics;

public sealed class StripesTests
{
    [Fact]
    public void Of_ThreadsThatLiveAtOnce_AreToldApartByATurn()
    {
        const int threads = 8;
        var seen = new int[threads][];
        using var together = new Barrier(threads);
        var running = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            seen[i] = [.. Enumerable.Range(0, Stripes.LastTurn).Select(Stripes.Of)];
            together.SignalAndWait();
        })).ToArray();
        foreach (var thread in running) thread.Start();
        foreach (var thread in running) thread.Join();
        seen.SelectMany(stripes => stripes).ShouldAllBe(stripe => stripe >= 0 && stripe < Stripes.Count);
        for (var a = 0; a < threads; a++)
        {
            for (var b = a + 1; b < threads; b++) seen[a].ShouldNotBe(seen[b]);
        }
    }
}
