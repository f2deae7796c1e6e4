using System.Runtime.InteropServices;

namespace Vitrine.Load;

/// <summary>Where figures come from: they mean little without it.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, system, runtime and day, in one line.</summary>
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        return $"{model}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}, load before the run {File.ReadAllText("/proc/loadavg").Split(' ')[0]}";
    }
}
