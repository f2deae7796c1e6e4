using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class RotatingFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_MissingFolders_AreCreated()
    {
        using var file = new RotatingFile(_folder["a/b/name.log"], 0, 5);
        file.Write("x\n"u8).ShouldBe(2);
        File.ReadAllText(_folder["a/b/name.log"]).ShouldBe("x\n");
    }

    [Fact]
    public void Open_ExistingFile_IsAppendedTo()
    {
        File.WriteAllText(_folder["name.log"], "old\n");
        using var file = new RotatingFile(_folder["name.log"], 0, 5);
        file.Write("new\n"u8);
        _folder.Contents["name.log"].ShouldBe("old\nnew\n");
    }

    [Fact]
    public void Open_PathIsAFolder_ThrowsAndNamesIt()
    {
        Directory.CreateDirectory(_folder["name.log"]);
        var e = Should.Throw<LogDestinationException>(() => LogSink.Open(new LogSinkOptions { Destination = _folder["name.log"] }));
        e.Path.ShouldBe(_folder["name.log"]);
        e.Message.ShouldContain(_folder["name.log"]);
    }

    [Fact]
    public void Open_FolderIsAFile_ThrowsAndNamesIt()
    {
        File.WriteAllText(_folder["taken"], "");
        Should.Throw<LogDestinationException>(() => new RotatingFile(_folder["taken/name.log"], 0, 5))
            .Message.ShouldContain(_folder["taken/name.log"]);
    }

    [Fact]
    public void Write_PastTheSize_RotatesAndKeepsTheNewest()
    {
        using var file = new RotatingFile(_folder["name.log"], rotateBytes: 8, keepFiles: 2);
        WriteAll(file, "one\ntwo\nthree\nfour\nfive\nsix\n"u8);
        _folder.Contents.ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name.log"] = "six\n",
            ["name.log.1"] = "five\n",
            ["name.log.2"] = "four\n",
        }, ignoreOrder: true);
    }

    [Fact]
    public void Write_ExistingFileIsFull_RotatesFirst()
    {
        File.WriteAllText(_folder["name.log"], "01234567\n");
        using var file = new RotatingFile(_folder["name.log"], rotateBytes: 8, keepFiles: 1);
        WriteAll(file, "new\n"u8);
        _folder.Contents["name.log"].ShouldBe("new\n");
        _folder.Contents["name.log.1"].ShouldBe("01234567\n");
    }

    [Fact]
    public void Write_LineLargerThanTheSize_StaysWhole()
    {
        using var file = new RotatingFile(_folder["name.log"], rotateBytes: 4, keepFiles: 5);
        WriteAll(file, "a\n0123456789\nb\n"u8);
        _folder.Contents["name.log.2"].ShouldBe("a\n");
        _folder.Contents["name.log.1"].ShouldBe("0123456789\n");
        _folder.Contents["name.log"].ShouldBe("b\n");
    }

    [Fact]
    public void Write_KeepNone_StartsAnew()
    {
        using var file = new RotatingFile(_folder["name.log"], rotateBytes: 4, keepFiles: 0);
        WriteAll(file, "one\ntwo\n"u8);
        _folder.Contents.ShouldHaveSingleItem().Value.ShouldBe("two\n");
    }

    [Fact]
    public void Write_RotationRefused_GrowsOnAndCounts()
    {
        // A folder that is not empty stands where the rotated file should go.
        Directory.CreateDirectory(_folder["name.log.1/in-the-way"]);
        using var file = new RotatingFile(_folder["name.log"], rotateBytes: 4, keepFiles: 1);
        WriteAll(file, "one\ntwo\n"u8);
        _folder.Contents["name.log"].ShouldBe("one\ntwo\n");
        file.Failures.ShouldBe(1);
    }

    [Fact]
    public void Write_TruncatedFromOutside_LeavesNoHole()
    {
        using var file = new RotatingFile(_folder["name.log"], 0, 5);
        file.Write("before\n"u8);
        File.WriteAllText(_folder["name.log"], "");
        file.Write("after\n"u8);
        _folder.Contents["name.log"].ShouldBe("after\n");
    }

    [Fact]
    public async Task Reopen_RenamedFile_WritesToTheNewOne()
    {
        await using var sink = LogSink.Open(new LogSinkOptions { Destination = _folder["name.log"] });
        sink.TryWrite("old"u8);
        sink.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        File.Move(_folder["name.log"], _folder["moved.log"]);
        sink.Reopen();
        sink.TryWrite("new"u8);
        sink.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _folder.Contents["moved.log"].ShouldBe("old\n");
        _folder.Contents["name.log"].ShouldBe("new\n");
    }

    [Fact]
    public async Task Reopen_Impossible_KeepsTheOldFileAndCounts()
    {
        await using var sink = LogSink.Open(new LogSinkOptions { Destination = _folder["name.log"] });
        sink.TryWrite("old"u8);
        sink.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        File.Move(_folder["name.log"], _folder["moved.log"]);
        Directory.CreateDirectory(_folder["name.log"]);
        sink.Reopen();
        sink.TryWrite("new"u8);
        sink.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _folder.Contents["moved.log"].ShouldBe("old\nnew\n");
        sink.Failures.ShouldBe(1);
    }

    [Fact]
    public async Task TryWrite_DevFull_CountsFailuresAndLosesHonestly()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        await using var sink = LogSink.Open(new LogSinkOptions { Destination = "/dev/full" });
        sink.TryWrite("lost"u8).ShouldBeTrue();
        (await sink.StopAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);
        sink.Failures.ShouldBeGreaterThanOrEqualTo(1);
        sink.Written.ShouldBe(0);
    }

    private static void WriteAll(RotatingFile file, ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
            lines = lines[file.Write(lines)..];
    }
}
