using System.Diagnostics;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Traces;

/// <summary>The span of one kind: how it begins, and what it says at its end. Of a point, an event on the span around it.</summary>
internal sealed class SpanPlan(ActivitySource source, Template name, ActivityKind kind, IReadOnlyList<(string Name, Source Source)> attributes, bool onlyThese)
{
    private readonly string _startName = name.IsLiteral ? name.Parts[0].Literal : "";

    /// <summary>Begins the span of a scope, or none: children of an unsampled request create no Activity.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="hosted">The span that the host began for this very request, or null.</param>
    public Activity? Begin(Operation scope, Activity? hosted)
    {
        var enclosing = Enclosing(scope);
        if (enclosing is null) return scope.Parent is null ? BeginRoot(scope, hosted) : null;
        if (!enclosing.Recorded) return null;
        var before = Activity.Current;
        var span = source.CreateActivity(Name(scope), kind, enclosing.Context);
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
        var tags = new ActivityTagsCollection();
        var reader = new OperationReader(point);
        foreach (var (attribute, from) in attributes)
        {
            if (from.TryRead(reader, out var value)) tags[attribute] = ObjectOf(value);
        }

        if (!onlyThese)
        {
            foreach (var fact in point.Kind.Facts)
            {
                if (point.TryGetOwn(fact, out var value)) tags[fact.Name] = ObjectOf(value);
            }
        }

        span.AddEvent(new ActivityEvent(name.Render(point), point.StartedAt, tags));
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
        var reader = new OperationReader(scope);
        foreach (var (attribute, from) in attributes)
        {
            if (from.TryRead(reader, out var value)) Tag(span, attribute, value);
        }

        if (!onlyThese)
        {
            foreach (var fact in scope.Kind.Facts)
            {
                if (scope.TryGetOwn(fact, out var value)) Tag(span, fact.Name, value);
            }
        }

        if (scope.Outcome != Outcome.Ok)
        {
            span.SetStatus(scope.Outcome == Outcome.Cancelled ? ActivityStatusCode.Unset : ActivityStatusCode.Error, scope.ErrorMessage);
            span.SetTag("vitrine.outcome", scope.Outcome.Name());
            if (scope.ErrorType is { } error) span.SetTag("error.type", error);
        }
    }

    private static void Tag(Activity span, string name, in FactValue value) => span.SetTag(name, ObjectOf(value));

    private static object? ObjectOf(in FactValue value) => value.Type switch
    {
        FactType.Text => value.Text,
        FactType.Integer => value.Bits,
        FactType.Flag => value.Bits != 0,
        _ => value.AsDouble(),
    };
}
