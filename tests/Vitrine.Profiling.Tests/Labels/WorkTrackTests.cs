using System.Diagnostics;
using Vitrine.Profiling.Labels;

namespace Vitrine.Profiling.Tests.Labels;

public sealed class WorkTrackTests
{
    [Fact]
    public void TryFind_BetweenTwoEntries_IsTheEarlier()
    {
        var (track, work) = (new WorkTrack(), new LabelledWork());
        track.Add(10, work);
        track.Add(20, null);
        Find(track, 9).ShouldBeNull();
        Find(track, 10).ShouldBe(work);
        Find(track, 19).ShouldBe(work);
        Find(track, 20).ShouldBeNull();
    }

    [Fact]
    public void TryFind_AfterManyChangesInAShortTime_StillKnows()
    {
        var track = new WorkTrack();
        var works = Enumerable.Range(0, 5_000).Select(_ => new LabelledWork()).ToArray();
        for (var i = 0; i < works.Length; i++) track.Add(i, works[i]);
        for (var i = 1; i < works.Length; i++) Find(track, i).ShouldBe(works[i]);
    }

    [Fact]
    public void TryFind_LongAgo_SaysThatItForgot()
    {
        var track = new WorkTrack();
        // An entry a second: none is worth more memory.
        for (var i = 0; i < 1_000; i++) track.Add(i * Stopwatch.Frequency, new LabelledWork());
        track.TryFind(0, out _).ShouldBeFalse();
        track.TryFind(999 * Stopwatch.Frequency, out var newest).ShouldBeTrue();
        newest.ShouldNotBeNull();
    }

    [Fact]
    public async Task TryFind_WhileTheThreadGoesOn_FindsNothingWrong()
    {
        var track = new WorkTrack();
        // Each entry's work knows its time, so that whoever finds one can tell whether it is the right one.
        var works = Enumerable.Range(0, 1 << 16).Select(i => new LabelledWork { Model = $"{i}" }).ToArray();
        var newest = 0;
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 2_000_000; i++)
            {
                track.Add(i, works[i & 0xffff]);
                Volatile.Write(ref newest, i);
            }
        });
        while (!writing.IsCompleted)
        {
            var time = Volatile.Read(ref newest);
            if (track.TryFind(time, out var work) && work is not null) work.ShouldBe(works[time & 0xffff]);
        }

        await writing;
    }

    private static LabelledWork? Find(WorkTrack track, long timestamp)
    {
        track.TryFind(timestamp, out var work).ShouldBeTrue();
        return work;
    }
}
