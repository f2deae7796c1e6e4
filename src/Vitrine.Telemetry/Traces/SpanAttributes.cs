using System.Diagnostics;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Traces;

/// <summary>What a span or an event says: facts under the names of the pack, and all of the scope's own under theirs unless <paramref name="onlyThese"/>.</summary>
internal sealed class SpanAttributes(IReadOnlyList<(string Name, Source Source)> named, bool onlyThese)
{
    /// <summary>Writes what is known of an operation on its span.</summary>
    public void Write(Operation operation, Activity span)
    {
        var reader = new OperationReader(operation);
        foreach (var (name, from) in named)
        {
            if (from.TryRead(reader, out var value)) span.SetTag(name, ObjectOf(value));
        }

        if (onlyThese) return;
        foreach (var fact in operation.Kind.Facts)
        {
            if (operation.TryGetOwn(fact, out var value)) span.SetTag(fact.Name, ObjectOf(value));
        }
    }

    /// <summary>What is known of an operation, for an event.</summary>
    public ActivityTagsCollection Of(Operation operation)
    {
        var tags = new ActivityTagsCollection();
        var reader = new OperationReader(operation);
        foreach (var (name, from) in named)
        {
            if (from.TryRead(reader, out var value)) tags[name] = ObjectOf(value);
        }

        if (onlyThese) return tags;
        foreach (var fact in operation.Kind.Facts)
        {
            if (operation.TryGetOwn(fact, out var value)) tags[fact.Name] = ObjectOf(value);
        }

        return tags;
    }

    private static object? ObjectOf(in FactValue value) => value.Type switch
    {
        FactType.Text => value.Text,
        FactType.Integer => value.Bits,
        FactType.Flag => value.Bits != 0,
        _ => value.AsDouble(),
    };
}
