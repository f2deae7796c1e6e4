using System.Diagnostics;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Traces;

/// <summary>The span of one kind: how it begins, and what it says at its end. Of a point, an event on the span around it.</summary>
internal sealed class SpanPlan(ActivitySource source, Template name, ActivityKind kind, SpanPlace place, SpanAttributes attributes)
{
    private readonly string _startName = name.IsLiteral ? name.Parts[0].Literal : "";
    private SpanMark[] _marks = [];

    /// <summary>Adds what the scope may leave at its end; part of compiling.</summary>
    public void Add(SpanMark mark) => _marks = [.. _marks, mark];

    /// <summary>Begins the span of a scope, or none: children of an unsampled request create no Activity.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="hosted">The span that the host began for this very request, or null.</param>
    public Activity? Begin(Operation scope, Activity? hosted)
    {
        var enclosing = Enclosing(scope);
        if (enclosing is null) return scope.Parent is null ? BeginRoot(scope, hosted) : null;
        if (!enclosing.Recorded) return null;
        var before = Activity.Current;
        var span = source.CreateActivity(Name(scope), kind, place.Around(scope, enclosing).Context);
        if (span is null) return null;
        span.SetStartTime(scope.StartedAt.UtcDateTime);
        span.Start();
        // The scope may be ended by another thread; it does not become the ambient span of whoever runs here.
        Activity.Current = before;
        return span;
    }

    /// <summary>Writes name, status and attributes, and stops the span at the scope's own end.</summary>
    public void End(Operation scope)
    {
        if (scope.Span is not { } span) return;
        if (span.IsAllDataRequested) Describe(scope, span);
        if (span.Recorded)
        {
            foreach (var mark in _marks) mark.Leave(scope, span);
        }

        if (scope.IsSpanHosted) return;
        span.SetEndTime((scope.StartedAt + scope.Duration).UtcDateTime);
        var before = Activity.Current;
        span.Stop();
        if (before != span) Activity.Current = before;
    }

    /// <summary>Adds a point to the span around it; nothing when nobody samples that.</summary>
    public void Happen(Operation point)
    {
        if (Enclosing(point) is not { IsAllDataRequested: true } span) return;
        span.AddEvent(new ActivityEvent(name.Render(point), point.StartedAt, attributes.Of(point)));
    }

    private static Activity? Enclosing(Operation scope)
    {
        for (var outer = scope.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer.Span is { } span) return span;
        }

        return null;
    }

    private Activity? BeginRoot(Operation scope, Activity? hosted)
    {
        // The server span comes from the host, through this very source: the request's root adopts it and leaves stopping to the host.
        if (kind == ActivityKind.Server && hosted is { Kind: ActivityKind.Server } && hosted.Source == source) return hosted;
        var before = Activity.Current;
        var span = source.StartActivity(Name(scope), kind);
        // The scope's own clock: its start may have been given, and its end is reckoned from it.
        span?.SetStartTime(scope.StartedAt.UtcDateTime);
        Activity.Current = before;
        return span;
    }

    private string Name(Operation scope) => _startName.Length > 0 ? _startName : scope.Kind.Name;

    private void Describe(Operation scope, Activity span)
    {
        span.DisplayName = name.Render(scope);
        attributes.Write(scope, span);
        if (scope.Outcome != Outcome.Ok)
        {
            span.SetStatus(scope.Outcome == Outcome.Cancelled ? ActivityStatusCode.Unset : ActivityStatusCode.Error, scope.ErrorMessage);
            span.SetTag("vitrine.outcome", scope.Outcome.Name());
            if (scope.ErrorType is { } error) span.SetTag("error.type", error);
        }
    }
}
