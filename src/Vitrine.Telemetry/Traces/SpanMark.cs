using System.Diagnostics;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Traces;

/// <summary>A span without length that a scope leaves at its end when conditions hold, with one event in it: an error that was handled, as its exception.</summary>
internal sealed class SpanMark(ActivitySource source, Template name, SpanPlace place, string happened, Condition[] conditions, SpanAttributes attributes)
{
    /// <summary>Leaves it under the span of the scope, which is sampled, or where the pack wants it.</summary>
    public void Leave(Operation scope, Activity span)
    {
        if (!Condition.All(conditions, new OperationReader(scope))) return;
        var before = Activity.Current;
        using var mark = source.CreateActivity(name.Render(scope), ActivityKind.Internal, place.Around(scope, span).Context);
        if (mark is null) return;
        var at = scope.StartedAt + scope.Duration;
        mark.SetStartTime(at.UtcDateTime).Start();
        mark.AddEvent(new ActivityEvent(happened, at, attributes.Of(scope))).SetEndTime(at.UtcDateTime);
        mark.Stop();
        Activity.Current = before;
    }
}
