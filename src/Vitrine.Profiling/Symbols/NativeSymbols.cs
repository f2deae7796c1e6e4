using System.Globalization;
using System.Runtime.InteropServices;

namespace Vitrine.Profiling.Symbols;

/// <summary>Names for native code: the loader's table of exported functions, else the library's file. Stubs that the runtime made are in no file.</summary>
internal sealed unsafe partial class NativeSymbols
{
    private readonly List<(ulong Start, ulong End, string File)> _maps = ReadMaps();

    /// <summary>Names the code at an address.</summary>
    public Symbol Of(ulong address)
    {
        if (FileAt(address) is not { } file) return new Symbol("[runtime stub]", "vitrine!stub");
        var library = Path.GetFileName(file);
        var symbol = Describe((void*)address, out var found) != 0 && found.SymbolName != null ? Marshal.PtrToStringUTF8((nint)found.SymbolName) : null;
        return symbol is null ? new Symbol(library, $"{library}!?", file) : new Symbol($"{library}!{symbol}", symbol, file);
    }

    private string? FileAt(ulong address)
    {
        var (low, high) = (0, _maps.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (start, end, file) = _maps[middle];
            if (address < start) high = middle - 1;
            else if (address >= end) low = middle + 1;
            else return file;
        }

        return null;
    }

    // 7f0c1a2b3000-7f0c1a2d5000 r-xp 00026000 08:01 131 /usr/lib/libc.so.6, in order of addresses; without a file it is memory.
    private static List<(ulong Start, ulong End, string File)> ReadMaps()
    {
        var maps = new List<(ulong Start, ulong End, string File)>();
        if (!OperatingSystem.IsLinux()) return maps;
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 6 || !parts[1].Contains('x', StringComparison.Ordinal) || parts[5] is not ['/' or '[', ..] || parts[5].StartsWith("/memfd:", StringComparison.Ordinal)) continue;
            var dash = parts[0].IndexOf('-', StringComparison.Ordinal);
            maps.Add((ulong.Parse(parts[0].AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), ulong.Parse(parts[0].AsSpan(dash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), parts[5]));
        }

        return maps;
    }

    // glibc 2.34 and musl have it in libc itself.
    [LibraryImport("libc", EntryPoint = "dladdr")]
    private static partial int Describe(void* address, out Description description);

    [StructLayout(LayoutKind.Sequential)]
    private struct Description
    {
        public byte* FileName;
        public void* FileBase;
        public byte* SymbolName;
        public void* SymbolAddress;
    }
}
