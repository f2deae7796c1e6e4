using System.Text;

namespace Vitrine.RoleLogs;

/// <summary>Reads what is appended to a log, across rotations: the renamed file is read to its end before the new one is opened.</summary>
internal sealed class FollowedFile(string path) : IDisposable
{
    private readonly List<byte> _partial = [];
    private readonly byte[] _block = new byte[64 * 1024];
    private FileStream? _file;
    private string? _identity;

    /// <summary>Goes to the end of the file, if there is one: only what comes later counts.</summary>
    public void SkipToEnd()
    {
        if (TryOpen()) _file!.Seek(0, SeekOrigin.End);
    }

    /// <summary>Takes the whole lines that were appended since the last call.</summary>
    public IReadOnlyList<string> ReadNew()
    {
        var lines = new List<string>();
        while (_file is not null || TryOpen())
        {
            var replaced = IdentityOf(_file!) != _identity;
            ReadTo(lines);
            if (!replaced) break;
            _file!.Dispose();
            _file = null;
        }

        return lines;
    }

    public void Dispose() => _file?.Dispose();

    private bool TryOpen()
    {
        try
        {
            _file = KeptLines.Open(path);
            _identity = IdentityOf(_file);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    // Linux names an open file by the path it has now, so a rename shows. Elsewhere rotation is not noticed, only truncation.
    private static string? IdentityOf(FileStream file) =>
        OperatingSystem.IsLinux() ? new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget : null;

    private void ReadTo(List<string> lines)
    {
        if (_file!.Length < _file.Position) _file.Seek(0, SeekOrigin.Begin);
        for (int size; (size = _file.Read(_block)) > 0;)
        {
            var rest = _block.AsSpan(0, size);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                _partial.AddRange(rest[..end]);
                lines.Add(Encoding.UTF8.GetString([.. _partial]));
                _partial.Clear();
            }

            _partial.AddRange(rest);
        }
    }
}
