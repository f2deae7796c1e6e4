using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Ledger.Files;

/// <summary>A folder of the file system. Made when it is not there.</summary>
public sealed partial class FolderDisk : ILogDisk
{
    private const string LockName = "lock";
    private readonly string _folder;
    private FileStream? _lock;

    /// <summary>Opens a folder.</summary>
    public FolderDisk(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(_folder);
    }

    public string Name => _folder;

    public void Lock()
    {
        try
        {
            // FileShare.None is flock(LOCK_EX): it ends with the process, however that ends.
            _lock ??= new FileStream(PathOf(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException($"The log in {_folder} is another process's: two may not write one log. Stop that process, or choose another --data-dir.", taken);
        }
    }

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Where(name => name != LockName).Order(StringComparer.Ordinal)];

    public ILogDiskFile Create(string name) => new FolderFile(PathOf(name), FileMode.Create, FileAccess.ReadWrite);

    public ILogDiskFile Open(string name, bool forWriting) => new FolderFile(PathOf(name), FileMode.Open, forWriting ? FileAccess.ReadWrite : FileAccess.Read);

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Flush()
    {
        // .NET opens no folders. Windows keeps names durable by itself.
        if (OperatingSystem.IsWindows()) return;
        var descriptor = OpenFolder(_folder, flags: 0);
        if (descriptor < 0) throw Failed(_folder, Marshal.GetLastPInvokeError());
        var error = FlushDescriptor(descriptor) < 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = CloseDescriptor(descriptor);
        if (error != 0) throw Failed(_folder, error);
    }

    public void Dispose() => _lock?.Dispose();

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static IOException Failed(string path, int error) => new($"{path} cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FlushData(SafeFileHandle file);

    private sealed class FolderFile(string path, FileMode mode, FileAccess access) : ILogDiskFile
    {
        private static readonly byte[] s_zeros = new byte[64 * 1024];

        private readonly SafeFileHandle _handle = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
        private long _end = -1;
        private bool _isCut;

        public long Length => RandomAccess.GetLength(_handle);

        public int Read(Span<byte> destination, long offset)
        {
            var done = 0;
            while (done < destination.Length && RandomAccess.Read(_handle, destination[done..], offset + done) is > 0 and var count) done += count;
            return done;
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            var at = _end < 0 ? Length : _end;
            _end = -1;
            RandomAccess.Write(_handle, bytes, at);
            _end = at + bytes.Length;
        }

        public void Reserve(long bytes)
        {
            if (_end < 0) _end = Length;
            for (var (at, to) = (_end, _end + bytes); at < to; at += s_zeros.Length) RandomAccess.Write(_handle, s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, to - at)), at);
        }

        public void Flush()
        {
            // fdatasync leaves out what no read needs, such as the time of the write. That a shorter length counts as needed is nowhere promised.
            if (_isCut || !OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(_handle);
            else if (FlushData(_handle) < 0) throw Failed(path, Marshal.GetLastPInvokeError());
            _isCut = false;
        }

        public void Truncate(long length)
        {
            (_end, _isCut) = (-1, true);
            RandomAccess.SetLength(_handle, length);
        }

        public void Dispose() => _handle.Dispose();
    }
}
