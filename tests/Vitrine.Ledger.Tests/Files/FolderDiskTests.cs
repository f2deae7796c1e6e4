using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Tests.Files;

public sealed class FolderDiskTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"vitrine-ledger-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Log_OnARealFolder_IsThereAgain()
    {
        List<string> written;
        long bytes;
        using (var files = TestLog.Recovered(new FolderDisk(_folder), new LogFilesOptions { SegmentBytes = 2_000 }))
        {
            files.Write(files.Recovery!.State, [TestLog.Tenant, TestLog.Stream, .. Enumerable.Range(0, 100).Select(i => TestLog.Append($"entry {i}"))]);
            written = files.Texts();
            bytes = files.SizeBytes;
        }

        Directory.GetFiles(_folder, "*.segment").Sum(file => new FileInfo(file).Length).ShouldBe(bytes, "reserved room is given back");

        using var again = TestLog.Recovered(new FolderDisk(_folder));
        again.Texts().ShouldBe(written);
        Directory.GetFiles(_folder, "*.segment").Length.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Folder_ThatAnotherHas_IsRefused()
    {
        using var first = TestLog.Recovered(new FolderDisk(_folder));
        using var second = TestLog.Files(new FolderDisk(_folder));
        Should.Throw<IOException>(() => second.Recover());
    }

    [Fact]
    public void Append_WithRoomReserved_GoesOverIt()
    {
        using var disk = new FolderDisk(_folder);
        using (var file = disk.Create("file"))
        {
            file.Append([1, 2]);
            file.Reserve(100_000);
            file.Append([3]);
            file.Flush();
            file.Length.ShouldBe(100_002);
            file.Truncate(2);
            file.Append([4]);
            file.Flush();
            file.Reserve(1);
        }

        File.ReadAllBytes(Path.Combine(_folder, "file")).ShouldBe([1, 2, 4, 0]);
        using (var file = disk.Open("file", forWriting: true)) file.Append([5]);
        File.ReadAllBytes(Path.Combine(_folder, "file")).ShouldBe([1, 2, 4, 0, 5]);
    }

    [Fact]
    public void FullDisk_IsToldByItsNumber()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        using var disk = new FolderDisk(_folder);
        File.CreateSymbolicLink(Path.Combine(_folder, "full"), "/dev/full");
        using var file = disk.Open("full", forWriting: true);
        Should.Throw<IOException>(() => file.Append([1])).HResult.ShouldBe(28);
    }
}
