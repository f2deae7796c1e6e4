using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>
/// The durable end of the audit queue: appends entries to the newest segment and forces them to disk before it says that they are written. The
/// thread of a <see cref="LogSink"/> calls it, which gathers what comes within 50 ms: so a busy service pays one write and one fsync for many entries.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>What was lost so far is told first, by an entry of its own. It alone may exceed the bound.</item>
/// <item>A full outbox takes nothing: entries stay in the queue in front, and what finds no room there is lost and counted.</item>
/// <item>The lines are appended. Each process begins a segment of its own, so nothing is ever written behind a torn end.</item>
/// <item>They are forced to disk, and only then seen by the reader. A failed write is cut off again.</item>
/// </list>
/// </remarks>
internal sealed class OutboxWriter(OutboxFolder folder, long maxBytes, AuditLosses losses) : ILogDestination
{
    /// <summary>The most that is written at once.</summary>
    public const int MostWriteBytes = 1024 * 1024;

    private const long MostSegmentBytes = 16 * 1024 * 1024;
    private const long SegmentsPerOutbox = 16;

    private readonly Lock _gate = new();
    private readonly long _segmentBytes = Math.Min(maxBytes / SegmentsPerOutbox, MostSegmentBytes);
    private readonly ArrayBufferWriter<byte> _frames = new(64 * 1024);
    private SafeFileHandle? _file;
    private OutboxPosition _head = new(folder.Segments() is [.., var newest] ? newest : 0, long.MaxValue);

    /// <summary>Fires after entries became durable.</summary>
    public event Action? Written;

    /// <summary>Where the durable entries end. Segments before it, and its own when the offset is <see cref="long.MaxValue"/>, are complete.</summary>
    public OutboxPosition Head => Volatile.Read(ref _head);

    /// <inheritdoc/>
    public long Failures => 0;

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> lines)
    {
        var taken = lines[..WholeLines(lines, Math.Min(MostWriteBytes, _segmentBytes))];
        lock (_gate) Append(taken);
        Written?.Invoke();
        return taken.Length;
    }

    /// <summary>Tells what was lost when nothing else will be written. Does nothing while a write hangs.</summary>
    public void TellLosses()
    {
        if (!losses.HasUntold || !_gate.TryEnter()) return;
        try
        {
            Append([]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has been reported, and the metrics page knows the number.
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <inheritdoc/>
    public void Reopen()
    {
    }

    /// <summary>Closes the segment; not while a write hangs, for whoever stops the service must not wait for its disk.</summary>
    public void Dispose()
    {
        if (!_gate.TryEnter()) return;
        Close();
        _gate.Exit();
    }

    private static int WholeLines(ReadOnlySpan<byte> lines, long most) =>
        lines.Length <= most ? lines.Length : Math.Max(lines[..(int)most].LastIndexOf((byte)'\n'), lines.IndexOf((byte)'\n')) + 1;

    private void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            // Step 1: the losses.
            _frames.ResetWrittenCount();
            var told = losses.WriteUntold(_frames);
            foreach (var line in lines.Split((byte)'\n'))
            {
                if (!lines[line].IsEmpty) OutboxFrame.Write(_frames, lines[line]);
            }

            // Step 2: the bound.
            if (!lines.IsEmpty && folder.Bytes + _frames.WrittenCount > maxBytes) throw new IOException($"The audit outbox {folder.Path} is full: it holds {folder.Bytes} of {maxBytes} bytes that the ledger has not taken.");

            // Steps 3 and 4: the disk.
            AppendFrames(_frames.WrittenSpan);
            losses.Told(told);
        }
        catch (Exception e)
        {
            losses.Blocked(e);
            throw;
        }
    }

    private void AppendFrames(ReadOnlySpan<byte> frames)
    {
        if (_file is null || _head.Offset + frames.Length > _segmentBytes) Begin();
        var at = _head.Offset;
        try
        {
            RandomAccess.Write(_file!, frames, at);
            RandomAccess.FlushToDisk(_file!);
        }
        catch
        {
            Cut(at);
            throw;
        }

        folder.Grew(frames.Length);
        Volatile.Write(ref _head, _head with { Offset = at + frames.Length });
    }

    private void Begin()
    {
        Close();
        var number = _head.Segment + 1;
        var file = File.OpenHandle(folder.SegmentFile(number), FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, OutboxSegment.Header, 0);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file = file;
        folder.Grew(OutboxSegment.Header.Length);
        Volatile.Write(ref _head, new OutboxPosition(number, OutboxSegment.Header.Length));
    }

    private void Close()
    {
        if (_file is null) return;
        _file.Dispose();
        _file = null;
        Volatile.Write(ref _head, _head with { Offset = long.MaxValue });
    }

    private void Cut(long length)
    {
        try
        {
            RandomAccess.SetLength(_file!, length);
        }
        catch (IOException)
        {
            // The next attempt overwrites it, and should there be none, the reader finds a torn end.
        }
    }
}
