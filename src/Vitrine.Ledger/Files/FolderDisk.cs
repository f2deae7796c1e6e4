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
        if (descriptor < 0) throw Failed(Marshal.GetLastPInvokeError());
        var error = FlushDescriptor(descriptor) < 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = CloseDescriptor(descriptor);
        if (error != 0) throw Failed(error);
    }

    public void Dispose() => _lock?.Dispose();

    private string PathOf(string name) => Path.Combine(_folder, name);

    private IOException Failed(int error) => new($"The folder {_folder} cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    private sealed class FolderFile(string path, FileMode mode, FileAccess access) : ILogDiskFile
    {
        private readonly SafeFileHandle _handle = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
        private long _end = -1;

        public long Length => RandomAccess.GetLength(_handle);

        public int Read(Span<byte> destination, long offset)
        {
            var done = 0;
            while (done < destination.Length && RandomAccess.Read(_handle, destination[done..], offset + done) is > 0 and var count) done += count;
            return done;
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (_end < 0) _end = Length;
            var at = _end;
            _end = -1;
            RandomAccess.Write(_handle, bytes, at);
            _end = at + bytes.Length;
        }

        public void Flush() => RandomAccess.FlushToDisk(_handle);

        public void Truncate(long length)
        {
            _end = -1;
            RandomAccess.SetLength(_handle, length);
        }

        public void Dispose() => _handle.Dispose();
    }
}
