using System.Globalization;

namespace Vitrine.Profiling.Cpu;

/// <summary>What <c>/proc</c> and <c>/sys</c> say of this process and its machine.</summary>
internal static class ProcessLimits
{
    /// <summary>Descriptors that this process may open, or null when it is not known.</summary>
    public static int? Descriptors
    {
        get
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(text => text.StartsWith("Max open files", StringComparison.Ordinal));
            var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var text, ..] ? text : null;
            return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
        }
    }

    /// <summary>Descriptors that it has open.</summary>
    public static int OpenDescriptors => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    /// <summary>The ids of its threads.</summary>
    public static List<int> Threads() => [.. Directory.EnumerateDirectories("/proc/self/task").Select(folder => int.Parse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture))];

    /// <summary>The machine's processors that are in use: the process may be moved among them.</summary>
    public static int[] OnlineCpus()
    {
        var cpus = new List<int>();
        foreach (var range in File.ReadAllText("/sys/devices/system/cpu/online").Trim().Split(','))
        {
            var ends = range.Split('-');
            var first = int.Parse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture);
            var last = int.Parse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture);
            for (var cpu = first; cpu <= last; cpu++) cpus.Add(cpu);
        }

        return [.. cpus];
    }

    /// <summary>The number in a file, or null.</summary>
    public static int? ReadNumber(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
