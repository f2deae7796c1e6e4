using System.Text;
using Vitrine.Ledger.Audit;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Audit.Table;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Tests.Audit;

public sealed class AuditTableTests : IDisposable
{
    private const int Count = 600;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-audit-");

    private static readonly IReadOnlyList<LogEntry> s_entries = [.. SampleTrail.Entries(Count)];
    private static readonly IReadOnlyList<string> s_lines = [.. SampleTrail.Records(Count).Select(record => Encoding.UTF8.GetString(SampleTrail.Line(record)))];

    private string FilePath => Path.Combine(_folder.FullName, "audit.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Lines_AreTheRecordsOfTheLog_AndTheFileIsAnExport()
    {
        using (var table = Filled(s_entries))
        {
            LinesOf(table.View(), new AuditSlice(1, Count)).ShouldBe(s_lines);
            LinesOf(table.View(), new AuditSlice(257, 257)).ShouldBe([s_lines[256]]);
            LinesOf(table.View(), new AuditSlice(255, 514)).ShouldBe(s_lines.Skip(254).Take(260));
        }

        File.ReadAllLines(FilePath).ShouldBe(s_lines);
    }

    [Fact]
    public void View_StaysAsItWas_WhileTheTableGoesOn()
    {
        using var table = Filled(s_entries.Take(600));
        var view = table.View();
        foreach (var entry in s_entries.Skip(600)) table.Apply(entry);
        view.Last.Sequence.ShouldBe(300);
        LinesOf(view, view.Slice(AuditRange.All)).ShouldBe(s_lines.Take(300));
        table.View().Last.Sequence.ShouldBe(Count);
    }

    [Fact]
    public void Slice_OfEveryTime_BeginsAndEndsWhereItMust()
    {
        using var table = Filled(s_entries);
        var view = table.View();
        for (var second = 0; second <= Count + 1; second++)
        {
            var at = SampleTrail.FirstMs + second * 1000L;
            view.Slice(new AuditRange(at, null)).ShouldBe(new AuditSlice(Math.Max(1, second), Count));
            view.Slice(new AuditRange(at + 1, null)).ShouldBe(new AuditSlice(Math.Min(Count, second) + 1, Count));
            view.Slice(new AuditRange(null, at)).ShouldBe(new AuditSlice(1, Math.Clamp(second - 1, 0, Count)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1200)]
    public void Table_OpenedAgain_GoesOnFromItsSnapshot(int savedAt)
    {
        using (var first = Filled(s_entries.Take(savedAt)))
        {
            if (savedAt > 0) first.Save(s_entries[savedAt - 1].Head);
            // Written behind the snapshot: made anew by the next run.
            foreach (var entry in s_entries.Skip(savedAt)) first.Apply(entry);
            first.View();
        }

        using var second = new AuditTable();
        var applied = second.Open(_folder.FullName, _ => true);
        applied.Position.ShouldBe(savedAt);
        second.View().Last.Sequence.ShouldBe(savedAt / 2);
        foreach (var entry in s_entries.Skip(savedAt)) second.Apply(entry);
        LinesOf(second.View(), second.View().Slice(AuditRange.All)).ShouldBe(s_lines);
    }

    [Fact]
    public void Files_DamagedInAnyWay_BeginAnew()
    {
        using (var table = Filled(s_entries)) table.Save(s_entries[^1].Head);
        var snapshot = Path.Combine(_folder.FullName, "audit.snapshot");
        var whole = File.ReadAllBytes(snapshot);
        for (var size = 0; size < whole.Length; size++)
        {
            File.WriteAllBytes(snapshot, whole[..size]);
            OpenedAt().ShouldBe(0, $"cut at {size}");
        }

        for (var i = 0; i < whole.Length; i++)
        {
            var flipped = whole.ToArray();
            flipped[i] ^= 1;
            File.WriteAllBytes(snapshot, flipped);
            OpenedAt().ShouldBe(0, $"flipped at {i}");
        }

        File.WriteAllBytes(snapshot, whole);
        File.WriteAllText(FilePath, "short");
        OpenedAt().ShouldBe(0);

        long OpenedAt()
        {
            using var table = new AuditTable();
            var position = table.Open(_folder.FullName, _ => true).Position;
            table.View().Last.Sequence.ShouldBe(0);
            return position;
        }
    }

    [Fact]
    public void EntriesThatAreNoEvents_MakeNoRecords()
    {
        var chained = s_entries.Select(entry => entry.Position == 2 ? entry with { Data = "{}"u8.ToArray() } : entry.Position == 4 ? entry with { Data = new byte[] { 0xFF } } : entry);
        using var table = Filled(chained);
        var view = table.View();
        view.Last.Sequence.ShouldBe(Count - 2);
        view.Slice(AuditRange.All).Count.ShouldBe(Count - 2);
    }

    [Fact]
    public void Snapshot_IsTheDocumentedOne()
    {
        using (var table = Filled(s_entries.Take(2))) table.Save(s_entries[1].Head);
        var record = SampleTrail.Records(1)[0];
        using var rows = new MemoryStream();
        using (var writer = new BinaryWriter(rows))
        {
            writer.Write(record.Sequence);
            writer.Write(record.Hash.Bytes);
            writer.Write(record.TimestampMs);
            writer.Write(record.LogPosition);
            writer.Write(Encoding.UTF8.GetByteCount(s_lines[0]) + 1L);
            writer.Write(1);
            writer.Write(0L);
            writer.Write(record.TimestampMs);
        }

        Convert.ToHexStringLower(File.ReadAllBytes(Path.Combine(_folder.FullName, "audit.snapshot"))).ShouldContain(Convert.ToHexStringLower(rows.ToArray()));
    }

    private AuditTable Filled(IEnumerable<LogEntry> entries)
    {
        var table = new AuditTable();
        table.Open(_folder.FullName, _ => true);
        foreach (var entry in entries) table.Apply(entry);
        return table;
    }

    private static IEnumerable<string> LinesOf(AuditView view, AuditSlice slice) => view.Lines(slice).Select(line => Encoding.UTF8.GetString(line.Span));
}
