using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Vitrine.Inference.Gguf;

/// <summary>
/// The bytes of a file behind one pointer: read into native memory when small, mapped when large.
/// A mapped file that is truncated while in use kills the process (SIGBUS cannot be caught), so replace model files by rename, never in place.
/// </summary>
internal sealed unsafe class FileBytes : IDisposable
{
    /// <summary>Files up to this many bytes are copied, which also makes them safe against truncation.</summary>
    public const long CopyLimitBytes = 256L << 20;

    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _pointer;

    private FileBytes(byte* pointer, long length, MemoryMappedFile? map, MemoryMappedViewAccessor? view)
    {
        _pointer = pointer;
        Length = length;
        _map = map;
        _view = view;
    }

    /// <summary>The first byte, aligned to 64; valid until <see cref="Dispose"/>.</summary>
    public byte* Pointer => _pointer;

    public long Length { get; }

    public bool IsMapped => _map is not null;

    /// <summary>Opens the file. <paramref name="copyLimitBytes"/> is a parameter for tests only.</summary>
    public static FileBytes Open(string path, long copyLimitBytes, IProgress<double>? progress)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        long length = RandomAccess.GetLength(handle);
        return length <= copyLimitBytes ? Copy(handle, path, length, progress) : Map(path, length);
    }

    public void Dispose()
    {
        if (_pointer is null) return;
        if (_view is not null)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _map!.Dispose();
        }
        else
        {
            NativeMemory.AlignedFree(_pointer);
        }

        _pointer = null;
    }

    private static FileBytes Copy(Microsoft.Win32.SafeHandles.SafeFileHandle handle, string path, long length, IProgress<double>? progress)
    {
        var pointer = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 64), 64);
        long done = 0;
        while (done < length)
        {
            int read = RandomAccess.Read(handle, new Span<byte>(pointer + done, (int)Math.Min(length - done, 1 << 24)), done);
            if (read == 0)
            {
                NativeMemory.AlignedFree(pointer);
                throw new GgufFormatException(path, done, $"the file shrank to {done} bytes while it was read, expected {length}");
            }

            done += read;
            progress?.Report((double)done / length);
        }

        return new FileBytes(pointer, length, null, null);
    }

    private static FileBytes Map(string path, long length)
    {
        MemoryMappedFile map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        MemoryMappedViewAccessor view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        return new FileBytes(pointer + view.PointerOffset, length, map, view);
    }
}
