using System.Diagnostics;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>Samples every span of one service and keeps those that ended.</summary>
internal sealed class SampledSpans : IDisposable
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public SampledSpans(ActivitySource source)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = candidate => ReferenceEquals(candidate, source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_ended) _ended.Add(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What would have been exported, in order of ending.</summary>
    public IReadOnlyList<Activity> Recorded
    {
        get
        {
            lock (_ended) return [.. _ended.Where(span => span.Recorded)];
        }
    }

    /// <summary>Whether the span of a whole request is among them, which ends last.</summary>
    public bool HasRequest => Recorded.Any(span => span.Kind == ActivityKind.Server);

    /// <summary>Their names, each with its parent's behind it, sorted.</summary>
    public IReadOnlyList<string> Tree
    {
        get
        {
            var names = Recorded.ToDictionary(span => span.SpanId, span => span.DisplayName);
            return [.. Recorded.Select(span => names.TryGetValue(span.ParentSpanId, out var parent) ? $"{span.DisplayName} < {parent}" : span.DisplayName).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The one of this name.</summary>
    public Activity Of(string name) => Recorded.Single(span => span.DisplayName == name);

    public void Dispose() => _listener.Dispose();
}
