using System.Diagnostics;

namespace Vitrine.Telemetry.Traces;

/// <summary>
/// Gives requests their trace ids when nobody exports spans: log lines, error bodies and the debug page name the trace either way. One
/// activity per request, none for the scopes in it.
/// </summary>
/// <remarks>A caller's sampled flag is passed on, so that the trace does not break at a service that keeps no spans itself.</remarks>
public sealed class TraceIdentity : IDisposable
{
    private readonly ActivityListener _listener;

    private TraceIdentity(ActivitySource source)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = candidate => ReferenceEquals(candidate, source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) => IsInside(options.Parent) ? ActivitySamplingResult.None : ActivitySamplingResult.PropagationData,
            SampleUsingParentId = static (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = static activity =>
            {
                if (activity.HasRemoteParent && IsSampled(activity.ParentId)) activity.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Listens to this source until disposed.</summary>
    public static TraceIdentity Start(ActivitySource source) => new(source);

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static bool IsInside(in ActivityContext parent) => parent.TraceId != default && !parent.IsRemote;

    /// <summary>The flags are the last two digits of a W3C id, and sampled is the lowest bit.</summary>
    private static bool IsSampled(string? parentId) => parentId is { Length: > 0 } && "13579bdf".Contains(char.ToLowerInvariant(parentId[^1]));
}
