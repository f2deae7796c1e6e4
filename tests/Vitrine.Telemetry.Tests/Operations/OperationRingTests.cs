using System.Diagnostics;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Operations;

public sealed class OperationRingTests : IDisposable
{
    private readonly PackService _service = new("pack: test", recent: 5000);
    private readonly long _now = Stopwatch.GetTimestamp();

    [Fact]
    public void Offer_MoreThanABurst_LeavesWhatEndedWell()
    {
        for (var i = 0; i < 1500; i++) End(_now);
        Kept().Length.ShouldBe(1000);
        _service.Telemetry.Ring.Ended.ShouldBe(1500);
    }

    [Fact]
    public void Offer_AfterABurst_TakesTwoHundredASecond()
    {
        for (var i = 0; i < 1500; i++) End(_now);
        for (var ms = 1; ms <= 2000; ms++) End(_now + (ms * Stopwatch.Frequency / 1000));
        Kept().Length.ShouldBe(1400);
        Kept()[0].ShouldBeGreaterThan(3490);
    }

    [Fact]
    public void Offer_WhatWentWrong_IsAlwaysTaken()
    {
        for (var i = 0; i < 1500; i++) End(_now);
        for (var i = 0; i < 10; i++) End(_now, Outcome.Error);
        Kept().Length.ShouldBe(1010);
        // And it takes nobody's turn.
        End(_now + Stopwatch.Frequency);
        Kept()[0].ShouldBe(1511);
    }

    [Fact]
    public void Dispose_OfWhatTheRingLeft_GivesTheTreeToTheNextRequest()
    {
        for (var i = 0; i < 1000; i++) End(_now);
        var (root, child) = End(_now);
        var (next, nextChild) = End(_now);
        next.ShouldBeSameAs(root);
        nextChild.ShouldBeSameAs(child);
    }

    public void Dispose() => _service.Dispose();

    private (Operation Root, Operation Child) End(long at, Outcome outcome = Outcome.Ok)
    {
        using var root = _service.Telemetry.Begin(HttpKinds.Http, at);
        using var child = root.Begin(InferenceKinds.QueueWait, at);
        child.End(Outcome.Ok, endTimestamp: at);
        root.End(outcome, endTimestamp: at);
        return (root, child);
    }

    /// <summary>The numbers of the roots that the ring has, newest first.</summary>
    private long[] Kept()
    {
        var kept = new List<long>();
        _service.Telemetry.Ring.ForEach(root =>
        {
            kept.Add(root.Sequence);
            return true;
        });
        return [.. kept];
    }
}
