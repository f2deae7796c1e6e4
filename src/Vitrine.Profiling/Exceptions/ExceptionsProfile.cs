using Vitrine.Profiling.Labels;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Exceptions;

/// <summary><c>/debug/pprof/exceptions</c>, which Go has no need of: who throws, and what. First chances, caught later or not; never a message, for that may quote a request.</summary>
internal sealed class ExceptionsProfile : IProfileKind
{
    private static readonly string[] s_plumbing = ["System.Runtime.EH."];

    /// <inheritdoc/>
    public string Name => "exceptions";

    /// <inheritdoc/>
    public string Description => "Exceptions thrown in the next 10 seconds, or in seconds=, by stack and type, caught or not.";

    /// <inheritdoc/>
    public async Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var profile = new ProfileBuilder(Symbolizer.OfProcess, ("exceptions", "count")) { PeriodType = ("exceptions", "count"), Period = 1 };
        using var labels = new LabelCapture(request.Role);
        var sink = new ExceptionSink(labels);
        var window = await EventWindow.RecordAsync(new EventPipeRequest(RuntimeEvents.Exceptions), sink, request.Duration ?? EventWindow.DefaultDuration, profile, stop);
        foreach (var (key, sums) in sink.Thrown.Samples) profile.Add(Symbolizer.OfProcess.WithoutLeaves(key.Stack, s_plumbing), sums, key.Labels);
        labels.WarnIn(profile);
        return profile.Build(startedAt, window.Duration);
    }
}
