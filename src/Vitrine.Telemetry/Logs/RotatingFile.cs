namespace Vitrine.Telemetry.Logs;

/// <summary>
/// A log file that is appended to and rotated by size: <c>name.log</c> becomes <c>name.log.1</c>, which becomes <c>name.log.2</c>, and the
/// oldest is deleted. No line is ever split over two files. One process owns the file; a rotation by someone else works through
/// <see cref="Reopen"/> (rename) or is noticed by itself (truncation).
/// </summary>
internal sealed class RotatingFile : ILogDestination
{
    private readonly string _path;
    private readonly long _rotateBytes;
    private readonly int _keepFiles;
    private FileStream _file;
    private long _rotateAtBytes;

    /// <exception cref="LogDestinationException">The file or its folder cannot be created.</exception>
    public RotatingFile(string path, long rotateBytes, int keepFiles)
    {
        _path = Path.GetFullPath(path);
        _rotateBytes = rotateBytes == 0 ? long.MaxValue : rotateBytes;
        _rotateAtBytes = _rotateBytes;
        _keepFiles = keepFiles;
        try
        {
            _file = Open(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new LogDestinationException(_path, e);
        }
    }

    public long Failures { get; private set; }

    public int Write(ReadOnlySpan<byte> lines)
    {
        FollowTruncation();
        var fitting = FittingLines(lines);
        if (fitting == 0)
        {
            Rotate();
            fitting = Math.Max(FittingLines(lines), FirstLine(lines));
        }

        // A failed write leaves Position where it was, so that the retry overwrites its own torn bytes.
        _file.Write(lines[..fitting]);
        return fitting;
    }

    public void Reopen()
    {
        var reopened = Open(_path);
        _file.Dispose();
        _file = reopened;
        _rotateAtBytes = _rotateBytes;
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        var file = new FileStream(path, options);
        if (file.CanSeek)
            file.Seek(0, SeekOrigin.End);
        return file;
    }

    // logrotate's copytruncate: writing on at the old position would leave a hole of zeros.
    private void FollowTruncation()
    {
        if (_file.CanSeek && RandomAccess.GetLength(_file.SafeFileHandle) < _file.Position)
            _file.Seek(0, SeekOrigin.End);
    }

    private int FittingLines(ReadOnlySpan<byte> lines)
    {
        if (!_file.CanSeek)
            return lines.Length;
        var room = _rotateAtBytes - _file.Position;
        if (room >= lines.Length)
            return lines.Length;
        return room <= 0 ? 0 : lines[..(int)room].LastIndexOf((byte)'\n') + 1;
    }

    private static int FirstLine(ReadOnlySpan<byte> lines) => lines.IndexOf((byte)'\n') + 1;

    // A refused rotation (a read-only folder) must not cost lines: the file grows on, and the next attempt waits for another full size.
    private void Rotate()
    {
        if (_file.Position == 0)
            return;
        try
        {
            ShiftNames();
            Reopen();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failures++;
            _rotateAtBytes = _file.Position + _rotateBytes;
        }
    }

    private void ShiftNames()
    {
        if (_keepFiles == 0)
        {
            File.Delete(_path);
            return;
        }

        for (var age = _keepFiles - 1; age >= 1; age--)
        {
            if (File.Exists($"{_path}.{age}"))
                File.Move($"{_path}.{age}", $"{_path}.{age + 1}", overwrite: true);
        }

        // The file itself may be gone: deleted by hand, or renamed just before its SIGHUP arrives.
        if (File.Exists(_path))
            File.Move(_path, $"{_path}.1", overwrite: true);
    }
}
