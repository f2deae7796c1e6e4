using System.Text;
using Vitrine.Telemetry.Logs;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class RecentLinesTests
{
    [Fact]
    public void Snapshot_MoreThanKept_GivesAllOldestFirst()
    {
        using var recent = new RecentLines(maxLines: 3);
        Add(recent, "a", "b", "c", "d");
        Texts(recent.Snapshot(10)).ShouldBe(["b", "c", "d"]);
        Texts(recent.Snapshot(2)).ShouldBe(["c", "d"]);
        recent.Snapshot(0).ShouldBeEmpty();
        recent.Count.ShouldBe(3);
    }

    [Fact]
    public void Add_LineLargerThanTheRing_IsNotKept()
    {
        using var recent = new RecentLines(maxLines: 10, maxBytes: 4);
        Add(recent, "abcd", "abcde");
        Texts(recent.Snapshot(10)).ShouldBe(["abcd"]);
    }

    [Fact]
    public void Add_RandomLines_KeepsTheNewestThatFit()
    {
        var random = new Random(9);
        using var recent = new RecentLines(maxLines: 7, maxBytes: 50);
        var model = new List<string>();
        for (var i = 0; i < 5_000; i++)
        {
            var line = new string((char)('a' + i % 26), random.Next(20));
            Add(recent, line);
            model.Add(line);
            while (model.Count > 7 || model.Sum(l => l.Length) > 50)
                model.RemoveAt(0);
            Texts(recent.Snapshot(100)).ShouldBe(model, $"iteration {i}");
        }
    }

    [Fact]
    public void Add_NobodyFollows_AllocatesNothing()
    {
        using var recent = new RecentLines();
        var line = new byte[200];
        Allocations.MedianBytes(() =>
        {
            for (var i = 0; i < 1_000; i++)
                recent.Add(line);
        }).ShouldBe(0);
    }

    [Fact]
    public async Task Follow_WithReplay_HasNoGap()
    {
        using var recent = new RecentLines();
        Add(recent, "a", "b");
        using var follower = recent.Follow(last: 1);
        Add(recent, "c");
        recent.Dispose();
        (await ReadAll(follower)).ShouldBe([("b", 0), ("c", 0)]);
    }

    [Fact]
    public async Task Follow_SlowReader_IsToldHowManyItLost()
    {
        using var recent = new RecentLines();
        using var follower = recent.Follow(capacity: 2);
        using var other = recent.Follow(capacity: 10);
        Add(recent, "a", "b", "lost", "lost");
        follower.Lost.ShouldBe(2);

        await using var lines = follower.ReadAllAsync().GetAsyncEnumerator();
        (await lines.MoveNextAsync()).ShouldBeTrue();
        Add(recent, "c");
        (await lines.MoveNextAsync()).ShouldBeTrue();
        lines.Current.LostBefore.ShouldBe(0);
        (await lines.MoveNextAsync()).ShouldBeTrue();
        Encoding.UTF8.GetString(lines.Current.Line.Span).ShouldBe("c");
        lines.Current.LostBefore.ShouldBe(2);
        other.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task Dispose_Follower_EndsItsStreamOnly()
    {
        using var recent = new RecentLines();
        var gone = recent.Follow();
        using var stays = recent.Follow();
        gone.Dispose();
        Add(recent, "a");
        (await ReadAll(gone)).ShouldBeEmpty();
        recent.Dispose();
        (await ReadAll(stays)).ShouldBe([("a", 0)]);
        (await ReadAll(recent.Follow(last: 1))).ShouldBe([("a", 0)]);
    }

    private static void Add(RecentLines recent, params string[] lines)
    {
        foreach (var line in lines)
            recent.Add(Encoding.UTF8.GetBytes(line));
    }

    private static List<string> Texts(IEnumerable<ReadOnlyMemory<byte>> lines) => [.. lines.Select(l => Encoding.UTF8.GetString(l.Span))];

    private static async Task<List<(string Line, long LostBefore)>> ReadAll(LogFollower follower)
    {
        var lines = new List<(string, long)>();
        await foreach (var line in follower.ReadAllAsync())
            lines.Add((Encoding.UTF8.GetString(line.Line.Span), line.LostBefore));
        return lines;
    }
}
