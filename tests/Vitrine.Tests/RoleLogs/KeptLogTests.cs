using Vitrine.RoleLogs;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Tests.RoleLogs;

public sealed class KeptLogTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestSurroundings _surroundings = new();

    private KeptLog Log => new(_surroundings["model.log"]);

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void Last_RotatedFiles_AreReadOldestFirst()
    {
        _surroundings.Write("model.log.2", "a\nb\n");
        _surroundings.Write("model.log.1", "c\n");
        _surroundings.Write("model.log", "d\ne\n");
        _surroundings.Write("model.log.txt", "no log\n");

        KeptLines.Last(Log, null).ShouldBe(["a", "b", "c", "d", "e"]);
        KeptLines.Last(Log, 4).ShouldBe(["b", "c", "d", "e"]);
        KeptLines.Last(Log, 1).ShouldBe(["e"]);
        KeptLines.Last(Log, 0).ShouldBeEmpty();
    }

    [Fact]
    public void Last_LinesLongerThanABlock_AreWhole()
    {
        var line = new string('x', 200_000);
        _surroundings.Write("model.log", $"first\n{line}\nlast\n");

        KeptLines.Last(Log, 2).ShouldBe([line, "last"]);
    }

    [Fact]
    public void Select_Since_KeepsYoungLinesAndWhatBelongsToThem()
    {
        _surroundings.Write("model.log", """
            {"time":"2026-01-01T11:00:00Z","msg":"old"}
              at old
            {"time":"2026-01-01T11:55:00Z","msg":"young"}
              at young
            """);

        Query(age: TimeSpan.FromMinutes(10)).Select(Log, Now).ShouldBe(["""{"time":"2026-01-01T11:55:00Z","msg":"young"}""", "  at young"]);
        Query(age: TimeSpan.FromMinutes(10), tail: 1).Select(Log, Now).ShouldBe(["  at young"]);
    }

    [Fact]
    public void ReadNew_AcrossRotation_LosesNothing()
    {
        _surroundings.Write("model.log", "before\n");
        using var followed = new FollowedFile(Log.Path);
        followed.SkipToEnd();
        followed.ReadNew().ShouldBeEmpty();

        File.AppendAllText(Log.Path, "one\ntw");
        followed.ReadNew().ShouldBe(["one"]);
        File.AppendAllText(Log.Path, "o\n");
        File.Move(Log.Path, $"{Log.Path}.1");
        File.WriteAllText(Log.Path, "three is longer than all that was there before\n");
        followed.ReadNew().ShouldBe(["two", "three is longer than all that was there before"]);
        File.AppendAllText(Log.Path, "four\n");
        followed.ReadNew().ShouldBe(["four"]);
    }

    [Fact]
    public void ReadNew_FileComesLater_StartsAtItsBeginning()
    {
        using var followed = new FollowedFile(Log.Path);
        followed.SkipToEnd();
        followed.ReadNew().ShouldBeEmpty();
        _surroundings.Write("model.log", "one\n");

        followed.ReadNew().ShouldBe(["one"]);
    }

    [Fact]
    public async Task LogsCommand_OnAPipe_PrintsRawLines()
    {
        _surroundings.Write("vitrine-data/logs/model.log", "{\"time\":\"x\",\"level\":\"INFO\"}\n");
        _surroundings.Write("vitrine-data/logs/model.err.log", "trouble\n");

        (await _surroundings.RunAsync("logs", "model", "--all")).ShouldBe(0, _surroundings.Error);

        _surroundings.Output.ShouldBe("{\"time\":\"x\",\"level\":\"INFO\"}\ntrouble\n");
    }

    private LogQuery Query(TimeSpan? age = null, int? tail = null) => new([Log], new PrettyLineKeys("time", "level", "msg"), tail, age, Follow: false);
}
