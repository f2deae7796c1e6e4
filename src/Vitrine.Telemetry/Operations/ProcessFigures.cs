using System.Buffers.Text;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Telemetry;

/// <summary>Figures of this process by the cheapest road: the kernel's own files where there are any.</summary>
internal static class ProcessFigures
{
    private static readonly SafeFileHandle? s_status = Open("/proc/self/status");
    private static readonly SafeFileHandle? s_memory = Open("/proc/self/statm");

    /// <summary>The machine's tick count when this process started.</summary>
    public static TimeSpan StartedAtTick { get; } = TimeSpan.FromMilliseconds(Environment.TickCount64) - (DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime());

    /// <summary>Memory that the process may use: its container's limit, else the machine's. It does not change while the process runs.</summary>
    public static long MemoryLimitBytes { get; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Threads of the process.</summary>
    public static long Threads()
    {
        Span<byte> buffer = stackalloc byte[4096];
        var status = Read(s_status, buffer);
        var at = status.IndexOf("Threads:\t"u8);
        if (at >= 0 && Utf8Parser.TryParse(status[(at + 9)..], out long threads, out _)) return threads;
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long ResidentBytes()
    {
        Span<byte> buffer = stackalloc byte[256];
        var statm = Read(s_memory, buffer);
        var space = statm.IndexOf((byte)' ');
        if (space > 0 && Utf8Parser.TryParse(statm[(space + 1)..], out long pages, out _)) return pages * Environment.SystemPageSize;
        return Environment.WorkingSet;
    }

    /// <summary>Reads from the start; the kernel writes such a file anew at each read, so that one handle serves for ever.</summary>
    private static ReadOnlySpan<byte> Read(SafeFileHandle? file, Span<byte> buffer)
    {
        try
        {
            return file is null ? [] : buffer[..RandomAccess.Read(file, buffer, 0)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static SafeFileHandle? Open(string path)
    {
        try
        {
            return File.Exists(path) ? File.OpenHandle(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
