using System.Globalization;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>The folder of an outbox: its segments by number, and the lock that keeps a second process out.</summary>
internal sealed class OutboxFolder : IDisposable
{
    private const string Extension = ".outbox";
    private readonly FileStream _lock;
    private long _bytes;

    /// <exception cref="ServerException">It cannot be made, or another process has it.</exception>
    public OutboxFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path);
            _lock = new FileStream(FileOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServerException($"The audit outbox {Path} cannot be used: {e.Message} One process at a time has it; give each its own --data-dir.", e);
        }

        _bytes = Segments().Sum(segment => new FileInfo(SegmentFile(segment)).Length);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Bytes of all segments.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>A file beside the segments.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The file of a segment.</summary>
    public string SegmentFile(long number) => FileOf(number.ToString("D16", CultureInfo.InvariantCulture) + Extension);

    /// <summary>The numbers of the segments that there are, ascending.</summary>
    public IReadOnlyList<long> Segments() =>
        [.. Directory.EnumerateFiles(Path, "*" + Extension).Select(file => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0).Order()];

    /// <summary>Notes that a segment grew.</summary>
    public void Grew(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>Deletes a segment whose entries have all been taken.</summary>
    public void Delete(long number) => Remove(number, static file => file.Delete());

    /// <summary>Puts a segment beside the others that nobody here can read.</summary>
    public void SetAside(long number) => Remove(number, static file => file.MoveTo(file.FullName + ".unread", overwrite: true));

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private void Remove(long number, Action<FileInfo> remove)
    {
        var file = new FileInfo(SegmentFile(number));
        if (!file.Exists) return;
        var bytes = file.Length;
        remove(file);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
