using System.Threading.Channels;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Tests.Flame;

namespace Vitrine.Profiling.Tests.Continuous;

/// <summary>A CPU profile whose captures begin and end when a test says so.</summary>
internal sealed class HeldKind : IProfileKind
{
    private readonly Channel<TaskCompletionSource> _begun = Channel.CreateUnbounded<TaskCompletionSource>();

    public string Name => "profile";

    public string Description => "Held by a test.";

    public string BusyText => "cpu profiling already in use";

    /// <summary>Waits until a capture has begun; the source ends it.</summary>
    public ValueTask<TaskCompletionSource> BegunAsync() => _begun.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>How many have begun and were not waited for.</summary>
    public int Waiting => _begun.Reader.Count;

    public async Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _begun.Writer.WriteAsync(end, CancellationToken.None);
        await end.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return SampleFile.Of("main 10");
    }
}
