using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Projections;
using Vitrine.Testing;

namespace Vitrine.Ledger.Tests.Projections;

public sealed class SnapshotTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-snapshot-");

    public static TheoryData<string> Tables => ["catalogue", "entities"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Tables))]
    public void Saved_IsWhatTheFormatSays_AndReadsBack(string name)
    {
        Save(name);
        Golden.ShouldMatch(Hex(File.ReadAllBytes(PathOf(name))), $"Projections/{name}.snapshot.txt");
        var table = TableOf(name);
        table.Open(_folder.FullName, _ => true).ShouldBe(Sample[^1].Head);
        table.Save(Sample[^1].Head);
        Golden.ShouldMatch(Hex(File.ReadAllBytes(PathOf(name))), $"Projections/{name}.snapshot.txt");
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Cut_AtAnyByte_OrAnyBitFlipped_IsAsGoodAsNone(string name)
    {
        Save(name);
        var whole = File.ReadAllBytes(PathOf(name));
        for (var length = 0; length < whole.Length; length++) ShouldBeNone(name, whole[..length]);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            ShouldBeNone(name, flipped);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Saved_FromAnotherLog_IsNeverTakenUp(string name)
    {
        Save(name);
        var table = TableOf(name);
        table.Open(_folder.FullName, head => head != Sample[^1].Head).ShouldBe(LogHead.Empty);
        // Its rows would be there twice.
        foreach (var entry in Sample) table.Apply(entry);
        table.Save(Sample[^1].Head);
        Golden.ShouldMatch(Hex(File.ReadAllBytes(PathOf(name))), $"Projections/{name}.snapshot.txt");
    }

    private void ShouldBeNone(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        var table = TableOf(name);
        table.Open(_folder.FullName, _ => true).ShouldBe(LogHead.Empty);
        // It is empty and whole again: what it takes in now is all there is.
        foreach (var entry in Sample) table.Apply(entry);
        table.Save(Sample[^1].Head);
    }

    private void Save(string name)
    {
        var table = TableOf(name);
        table.Open(_folder.FullName, _ => true);
        foreach (var entry in Sample) table.Apply(entry);
        table.Save(Sample[^1].Head);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name + ".snapshot");

    private static IProjectionTable TableOf(string name) => name == "catalogue" ? new CatalogueTable(NullLoggerFactory.Instance) : new EntitiesTable(NullLoggerFactory.Instance);

    private static IReadOnlyList<LogEntry> Sample { get; } = MakeSample();

    private static List<LogEntry> MakeSample()
    {
        (EntryKind Kind, string Tenant, string Stream, string Key, string Data)[] drafts =
        [
            (EntryKind.TenantCreated, "acme", "", "", ""), (EntryKind.StreamCreated, "acme", "orders", "", ""), (EntryKind.Data, "acme", "orders", "17", "1"), (EntryKind.Data, "acme", "orders", "ü", "2"),
            (EntryKind.Data, "acme", "orders", "17", "null"), (EntryKind.TenantCreated, "other", "", "", ""), (EntryKind.TenantSealed, "other", "", "", ""),
        ];
        var entries = new List<LogEntry>();
        foreach (var (kind, tenant, stream, key, data) in drafts)
        {
            var entry = new LogEntry { Position = entries.Count + 1, TimestampMs = 1_700_000_000_000 + entries.Count, Kind = kind, Tenant = tenant, Stream = stream, Key = key, Data = Encoding.UTF8.GetBytes(data) };
            entries.Add(EntryCodec.Chain(entry, entries is [.., var last] ? last.Hash : EntryHash.Zero));
        }

        return entries;
    }

    private static string Hex(byte[] bytes) => string.Concat(bytes.Chunk(16).Select(line => Convert.ToHexStringLower(line) + "\n"));
}
