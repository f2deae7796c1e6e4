using Vitrine.Profiling.Continuous;

namespace Vitrine.Profiling.Tests.Continuous;

public sealed class ProfileArchiveTests : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("vitrine-archive-");

    private string Folder => Path.Combine(_parent.FullName, "profiles", "model");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public void Keep_MoreThanTheMostFiles_RemovesTheOldest()
    {
        var archive = Archive(mostFiles: 3, mostBytes: 1000);
        for (var minute = 0; minute < 5; minute++) archive.Keep(new byte[10], s_noon.AddMinutes(minute), TimeSpan.FromSeconds(10)).ShouldBeTrue();

        archive.List().Select(profile => profile.StartedAt.Minute).ShouldBe([2, 3, 4]);
        // Another process finds the same, and what it needs to know of it.
        Archive(3, 1000).List()[0].ShouldBe(new KeptProfile("cpu-20260501T120200.000Z-10.0s.pb.gz", s_noon.AddMinutes(2), 10, 10));
    }

    [Fact]
    public void Keep_MoreThanTheMostBytes_RemovesTheOldestFirst()
    {
        var archive = Archive(mostFiles: 100, mostBytes: 1000);
        for (var minute = 0; minute < 20; minute++)
        {
            archive.Keep(new byte[100 + (minute * 20)], s_noon.AddMinutes(minute), TimeSpan.FromSeconds(10));
            archive.List().Sum(profile => profile.SizeBytes).ShouldBeLessThanOrEqualTo(1000);
        }

        archive.List().Select(profile => profile.StartedAt.Minute).ShouldBe([18, 19]);
        archive.Keep(new byte[1001], s_noon.AddHours(1), TimeSpan.FromSeconds(10)).ShouldBeFalse();
        archive.List().Count.ShouldBe(2);
    }

    [Fact]
    public void Keep_InAFolderOfOthers_LeavesThemAlone()
    {
        Directory.CreateDirectory(Folder);
        foreach (var other in (string[])["notes.txt", "cpu.pb.gz", "cpu-20260501T120000.000Z-10.0s.pb.gz.bak", "cpu-20260501T120000.000Z-10.0s.pb.gz.new"]) File.WriteAllText(Path.Combine(Folder, other), "x");

        Archive(mostFiles: 1, mostBytes: 1000).Keep(new byte[10], s_noon, TimeSpan.FromSeconds(10));

        // Only what an earlier process had begun is gone.
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["cpu-20260501T120000.000Z-10.0s.pb.gz", "cpu-20260501T120000.000Z-10.0s.pb.gz.bak", "cpu.pb.gz", "notes.txt"]);
        Archive(1, 1000).List().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("cpu-20260501T120000.000Z-10.0s.pb.gz", true)]
    [InlineData("../model/cpu-20260501T120000.000Z-10.0s.pb.gz", false)]
    [InlineData("notes.txt", false)]
    [InlineData("..", false)]
    [InlineData("cpu-20260501T120001.000Z-10.0s.pb.gz", false)]
    public void Find_OtherThanItsOwn_FindsNothing(string name, bool isFound)
    {
        var archive = Archive(10, 1000);
        archive.Keep(new byte[10], s_noon, TimeSpan.FromSeconds(10));
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "x");

        (archive.Find(name) is not null).ShouldBe(isFound);
    }

    [Fact]
    public void List_NoFolder_IsEmpty()
    {
        Archive(10, 1000).List().ShouldBeEmpty();
        new ProfileArchive(new ContinuousOptions()).List().ShouldBeEmpty();
    }

    private ProfileArchive Archive(int mostFiles, long mostBytes) => new(new ContinuousOptions { Folder = Folder, MostFiles = mostFiles, MostBytes = mostBytes });
}
