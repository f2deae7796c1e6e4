using Vitrine.Chaos.Worlds.Clusters;
using Vitrine.Ledger.Files;

namespace Vitrine.Tests.Chaos;

/// <summary>What a campaign does to a node's disk and clock arrives there, and ends.</summary>
public sealed class NodeTroublesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-troubles-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Disk_WhileItIsFull_TakesAPrefixAndFails()
    {
        var (campaign, node) = (Troubles(), Troubles());
        using var disk = new TroubledDisk(new FolderDisk(Path.Combine(_folder.FullName, "log")), node);
        using var file = disk.Create("1.segment");
        file.Append("whole"u8);

        campaign.IsDiskFull = true;
        Should.Throw<IOException>(() => file.Append("more"u8)).HResult.ShouldBe(28);
        file.Length.ShouldBe("whole".Length + 2);
        campaign.IsDiskFull = false;

        file.Truncate("whole".Length);
        file.Append("more"u8);
        file.Length.ShouldBe("wholemore".Length);
    }

    [Fact]
    public void Clock_GoesOnFromWhereItJumped()
    {
        var (campaign, clock) = (Troubles(), new TroubledClock(Troubles()));
        clock.GetUtcNow().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));

        campaign.ClockOffset += TimeSpan.FromHours(5);
        campaign.ClockOffset += TimeSpan.FromHours(-29);

        clock.GetUtcNow().ShouldBe(DateTimeOffset.UtcNow.AddDays(-1), TimeSpan.FromMinutes(1));
    }

    private NodeTroubles Troubles() => new(Path.Combine(_folder.FullName, "troubles"));
}
