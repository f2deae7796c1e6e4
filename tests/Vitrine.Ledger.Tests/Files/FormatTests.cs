using System.Text;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Testing;

namespace Vitrine.Ledger.Tests.Files;

/// <summary>The bytes of docs/format/ledger.md: the goldens are a log that every later program must read.</summary>
public sealed class FormatTests
{
    private const string Segment = "00000000000000000001.segment";

    private static readonly string[] s_files = ["checkpoint", "view", Segment];

    [Fact]
    public void Files_AreTheGoldenOnes()
    {
        var disk = new MemoryDisk();
        using (var files = TestLog.Recovered(disk)) files.Checkpoint(files.Write(LedgerState.Empty, Commands()));
        ViewFile.Write(disk, 3);
        foreach (var name in s_files) Golden.ShouldMatch(Dump(disk[name]), $"Files/Golden/{name}.hex");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GoldenFiles_AreReadAsTheLogThatTheyAre(bool withCheckpoint)
    {
        var disk = new MemoryDisk();
        foreach (var name in s_files) disk[name] = Bytes(File.ReadAllText(Golden.PathOf($"Files/Golden/{name}.hex")));
        if (!withCheckpoint) disk.Delete("checkpoint");
        ViewFile.Read(disk).ShouldBe(3);
        using var files = TestLog.Recovered(disk);
        files.Recovery!.Vouched.ShouldBe(withCheckpoint ? 6 : 0);
        files.Texts().ShouldBe(["1 TenantCreated ", "2 StreamCreated ", "3 Data {\"blood\":\"0+\"}", "4 Data x", "5 Data y", "6 TenantSealed "]);
        files.Recovery.State.Decide(new LedgerCommand.Append("clinic", "visits", [new("x"u8.ToArray(), "patient/8"), new("y"u8.ToArray())], "a-key"), 0).ShouldBe(new Decision.Known(4, 5));
        files.Recovery.State.Tenants["clinic"].SealedAt.ShouldBe(6);
    }

    private static LedgerCommand[] Commands() =>
    [
        new LedgerCommand.CreateTenant("clinic"),
        new LedgerCommand.CreateStream("clinic", "visits"),
        new LedgerCommand.Append("clinic", "visits", [new("""{"blood":"0+"}"""u8.ToArray(), "patient/7")]),
        new LedgerCommand.Append("clinic", "visits", [new("x"u8.ToArray(), "patient/8"), new("y"u8.ToArray())], "a-key"),
        new LedgerCommand.SealTenant("clinic"),
    ];

    private static string Dump(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var row in bytes.Chunk(32)) text.Append(Convert.ToHexStringLower(row)).Append('\n');
        return text.ToString();
    }

    private static byte[] Bytes(string dump) => Convert.FromHexString(dump.ReplaceLineEndings(""));
}
