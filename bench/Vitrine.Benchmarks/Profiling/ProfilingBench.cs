using System.Globalization;

namespace Vitrine.Benchmarks.Profiling;

/// <summary>What profiles cost the process that they are taken of.</summary>
internal static class ProfilingBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["cpu"]:
                await CpuCost.RunAsync();
                return 0;
            case ["lateness"]:
                await CpuCost.LatenessAsync();
                return 0;
            case ["labels"]:
                LabelsCost.Run();
                return 0;
            case ["serve"]:
                return await ProfiledServer.RunAsync();
            case ["allocs"]:
                await AllocsCost.RunAsync();
                return 0;
            case ["live"]:
                await LiveCost.RunAsync();
                return 0;
            case ["memory"]:
                await CaptureMemory.RunAsync(captures: 1_000);
                return 0;
            case ["memory", var captures]:
                await CaptureMemory.RunAsync(int.Parse(captures, CultureInfo.InvariantCulture));
                return 0;
            default:
                Console.Error.WriteLine("profiling cpu | profiling lateness | profiling labels | profiling allocs | profiling live | profiling memory [CAPTURES]");
                return 2;
        }
    }
}
