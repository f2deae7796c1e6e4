using System.Globalization;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Benchmarks.Profiling;

/// <summary>Whether memory stays flat while one profile is taken after the other, of every kind that asks the kernel or the runtime.</summary>
internal static class CaptureMemory
{
    private static readonly ProfileRequest s_now = new();

    private static readonly (string Kind, ProfileRequest Request)[] s_captures =
    [
        ("allocs", s_now with { Duration = TimeSpan.FromMilliseconds(20) }),
        ("mutex", s_now with { Duration = TimeSpan.FromMilliseconds(20) }),
        ("exceptions", s_now with { Duration = TimeSpan.FromMilliseconds(20) }),
        ("goroutine", s_now),
        ("profile", s_now with { Duration = TimeSpan.FromMilliseconds(20), Source = "perf" }),
        ("profile", s_now with { Duration = TimeSpan.FromMilliseconds(20), Source = "eventpipe" }),
        ("heap", s_now with { Collects = true }),
    ];

    public static async Task RunAsync(int captures)
    {
        Console.WriteLine($"\nmemory over {captures} captures: allocs, mutex, exceptions, goroutine, profile of both kinds, heap?gc=1 in turn");
        for (var done = 1; done <= captures; done++)
        {
            var (kind, request) = s_captures[done % s_captures.Length];
            PprofAnswer.Compress(await ProfileCatalog.OfProcess.CaptureAsync(kind, request, CancellationToken.None));
            if (done == 50 || done % Math.Max(1, captures / 10) == 0) Print(done);
        }
    }

    private static void Print(int done)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var resident = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(':')[1].Trim();
        var threads = Directory.GetDirectories("/proc/self/task").Length;
        var descriptors = Directory.GetFiles("/proc/self/fd").Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {done,6}  resident {resident,12}  heap {GC.GetTotalMemory(forceFullCollection: false) / 1e6,6:0.00} MB  {threads} threads  {descriptors} descriptors"));
    }
}
