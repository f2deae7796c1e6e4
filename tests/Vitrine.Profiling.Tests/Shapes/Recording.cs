using Vitrine.Profiling.Threads;

namespace Vitrine.Profiling.Tests.Shapes;

/// <summary>Whether the runtime records for somebody, told by the thread that reads what it records. For tests that have the process to themselves.</summary>
internal static class Recording
{
    private const string Reader = "vitrine events";

    /// <summary>Whether it does.</summary>
    public static bool IsOn => ThreadNames.All().Contains(Reader);

    /// <summary>Waits until it does not: the reader of the test before may take a moment to end after its last word.</summary>
    public static async Task EndedAsync()
    {
        while (IsOn) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until it does, or throws what the capture that should make it do so failed with.</summary>
    public static async Task BegunAsync(Task? capture = null)
    {
        while (!IsOn)
        {
            if (capture is { IsCompleted: true }) await capture;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
