using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Threads;

namespace Vitrine.Benchmarks.Profiling;

/// <summary>Captures of this process that last until they are told to end.</summary>
internal static class Captures
{
    /// <summary>Starts one and returns when the runtime records; the task is the capture's end.</summary>
    public static async Task<Task<Profile>> StartAsync(string kind, CancellationToken stop)
    {
        var capture = ProfileCatalog.OfProcess.CaptureAsync(kind, new ProfileRequest { Duration = TimeSpan.FromHours(1) }, stop);
        while (!ThreadNames.All().Contains("vitrine events") && !capture.IsCompleted) await Task.Delay(1, CancellationToken.None);
        return capture;
    }
}
