using System.Globalization;

namespace Vitrine.Forecast.Hosting;

/// <summary>Memory of the process and of what it runs in.</summary>
/// <param name="ProcessBytes">Resident memory of the process.</param>
/// <param name="TotalBytes">What it may use: the container's limit, else the machine's memory.</param>
/// <param name="AvailableBytes">What is free of the machine's memory, at most what is left of the limit.</param>
internal readonly record struct MemoryFigures(long ProcessBytes, long TotalBytes, long AvailableBytes)
{
    /// <summary>The share that is used.</summary>
    public double UsedPercent => TotalBytes == 0 ? 0 : 100 - (100.0 * AvailableBytes / TotalBytes);

    /// <summary>The figures of now.</summary>
    public static MemoryFigures Read()
    {
        var process = Environment.WorkingSet;
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new MemoryFigures(process, total, Math.Clamp(Math.Min(FreeOfMachine() ?? long.MaxValue, total - process), 0, total));
    }

    private static long? FreeOfMachine()
    {
        const string name = "MemAvailable:";
        if (!File.Exists("/proc/meminfo")) return null;
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal)) return long.Parse(line.AsSpan(name.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) * 1024;
        }

        return null;
    }
}
