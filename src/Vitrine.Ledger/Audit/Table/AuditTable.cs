using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Audit.Table;

/// <summary>
/// Projection <c>audit</c>: the trail in a file of its own. <c>audit.jsonl</c> holds a record a line in canonical JSON, so it is an export as it stands;
/// <c>audit.snapshot</c> says how much of it is durable and where every 256th record begins. What is kept in memory is that index.
/// </summary>
/// <remarks>Keep in sync with docs/format/audit-trail.md.</remarks>
internal sealed class AuditTable : IProjectionTable, IDisposable
{
    private const byte Version = 1;
    private const int PendingBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _pending = new(PendingBytes);
    private string _snapshotPath = "";
    private SafeFileHandle? _file;
    private AuditChain _last;
    private AuditIndex _index = AuditIndex.Empty;
    private AuditView _written = AuditView.Empty;

    public string Name => "audit";

    /// <summary>The trail as it is now, whole up to the last entry applied; it stays so while the table goes on.</summary>
    public AuditView View()
    {
        lock (_gate)
        {
            WritePending();
            return _written;
        }
    }

    public LogHead Open(string folder, Predicate<LogHead> isOfLog)
    {
        _snapshotPath = Path.Combine(folder, Name + ".snapshot");
        lock (_gate)
        {
            _file = File.OpenHandle(Path.Combine(folder, Name + ".jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            try
            {
                var saved = AuditView.Empty;
                var applied = SnapshotFile.Read(_snapshotPath, Version, isOfLog, reader => saved = AuditView.Read(reader, _file));
                // What was written behind the snapshot is made anew from the log.
                if (RandomAccess.GetLength(_file) < saved.SizeBytes) throw new InvalidDataException($"{Name}.jsonl is shorter than its snapshot says.");
                Take(saved);
                return applied;
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                Forget();
                return LogHead.Empty;
            }
        }
    }

    public void Apply(LogEntry entry)
    {
        if (!AuditChain.Holds(entry) || AuditChain.EventOf(entry) is not { } told) return;
        lock (_gate)
        {
            var record = _last.Next(told, entry);
            if (AuditIndex.IsPoint(record.Sequence)) _index = _index.Add(new AuditIndex.Point(_written.SizeBytes + _pending.WrittenCount, record.TimestampMs));
            record.WriteTo(_pending);
            _pending.Write("\n"u8);
            _last = AuditChain.After(record);
            if (_pending.WrittenCount >= PendingBytes) WritePending();
        }
    }

    public void Save(LogHead applied)
    {
        lock (_gate)
        {
            WritePending();
            RandomAccess.FlushToDisk(_file!);
            SnapshotFile.Write(_snapshotPath, Version, applied, _written.Write);
        }
    }

    public void Reset()
    {
        lock (_gate) Forget();
    }

    public void Dispose() => _file?.Dispose();

    private void Forget()
    {
        File.Delete(_snapshotPath);
        Take(AuditView.Empty with { File = _file });
    }

    private void Take(AuditView whole)
    {
        RandomAccess.SetLength(_file!, whole.SizeBytes);
        _pending.ResetWrittenCount();
        (_written, _last, _index) = (whole, whole.Last, whole.Index);
    }

    private void WritePending()
    {
        if (_pending.WrittenCount == 0) return;
        RandomAccess.Write(_file!, _pending.WrittenSpan, _written.SizeBytes);
        _written = new AuditView(_file, _last, _written.SizeBytes + _pending.WrittenCount, _index);
        _pending.ResetWrittenCount();
    }
}
