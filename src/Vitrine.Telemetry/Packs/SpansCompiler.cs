using System.Diagnostics;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Traces;

namespace Vitrine.Telemetry.Packs;

/// <summary>Binds the spans of a pack to kinds and facts.</summary>
internal sealed class SpansCompiler(PackDefinition pack, VocabularyIndex vocabulary, ActivitySource source)
{
    private readonly Dictionary<Kind, SpanPlan> _spans = [];

    /// <summary>The span of each kind that has one. What scopes leave beside their own comes behind them, wherever it stands in the pack.</summary>
    public Dictionary<Kind, SpanPlan> Compile()
    {
        foreach (var span in pack.Spans.OrderBy(span => span.Event is not null)) Compile(span);
        return _spans;
    }

    private void Compile(SpanDefinition span)
    {
        KindShape[] shapes = span.Event is null ? [KindShape.Scope, KindShape.Point] : [KindShape.Scope];
        if (vocabulary.KindOf(span.At, "on", span.Kind, shapes) is not { } kind) return;
        var name = Template.Parse(span.At, "name", span.Name, vocabulary);
        var place = new SpanPlace(span.Under is { } under ? vocabulary.KindOf(span.At, "under", under, KindShape.Scope) : null);
        var attributes = new SpanAttributes(NamedOf(span), span.OnlyThese);
        if (span.Event is { } happened)
        {
            if (_spans.TryGetValue(kind, out var plan)) plan.Add(new SpanMark(source, name, place, happened, ConditionCompiler.Compile(span.When, vocabulary), attributes));
            else span.At.Error("event", $"'{span.Kind}' has no span of its own beside which to leave it.");
        }
        else if (!_spans.TryAdd(kind, new SpanPlan(source, name, span.ActivityKind, place, attributes)))
        {
            span.At.Error("on", $"'{span.Kind}' has two spans.");
        }
    }

    private List<(string, Source)> NamedOf(SpanDefinition span)
    {
        var named = new List<(string, Source)>();
        foreach (var (attribute, fact) in span.Attributes)
        {
            if (vocabulary.SourceOf(span.At, "attributes", fact) is { } from) named.Add((attribute, from));
        }

        return named;
    }
}
