using System.Collections.Frozen;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>Binds a pack's log lines, or its audit rules, to the facts of their kinds.</summary>
internal sealed class LinesCompiler(VocabularyIndex vocabulary, IReadOnlySet<Kind> declared)
{
    /// <summary>Names of lines that are driven.</summary>
    public List<string> Driven { get; } = [];

    /// <summary>Names of lines that no declared kind drives.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Compiles those that are driven.</summary>
    /// <param name="definitions">The lines, or the rules.</param>
    /// <param name="envelope">The keys that stand in one object with their fields.</param>
    public IReadOnlyList<Line> Compile(IReadOnlyList<LineDefinition> definitions, IReadOnlyList<string> envelope)
    {
        var lines = new List<Line>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            if (!names.Add(definition.Name)) definition.At.Error("name", $"the line '{definition.Name}' is declared twice.");
            CheckKeys(definition, definition.Fields, definition.IsBare ? [] : envelope);
            var line = Compile(definition, out var kind);
            if (kind is not null && declared.Contains(kind))
            {
                Driven.Add(definition.Name);
                lines.Add(line);
            }
            else
            {
                Missing.Add(definition.Name);
            }
        }

        return lines;
    }

    // RFC 8259, section 4: what a reader makes of two equal names in one object is its own affair, and most drop one silently.
    private static void CheckKeys(LineDefinition line, IReadOnlyList<FieldDefinition> fields, IReadOnlyList<string> envelope)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (envelope.Contains(field.Key, StringComparer.Ordinal)) line.At.Error("fields", $"the envelope has a key '{field.Key}' already, and a JSON object must not have two.");
            else if (!keys.Add(field.Key)) line.At.Error("fields", $"the key '{field.Key}' is written twice, and a JSON object must not have two.");
            if (field.Fields is { } inner) CheckKeys(line, inner, []);
        }
    }

    private Line Compile(LineDefinition definition, out Kind? kind)
    {
        KindShape[] shapes = definition.Moment == LineMoment.Open ? [KindShape.Scope] : [KindShape.Scope, KindShape.Point];
        kind = vocabulary.KindOf(definition.At, "on", definition.Kind, shapes);
        var conditions = ConditionCompiler.Compile(definition.When, vocabulary);
        var message = definition.Message is null ? null : Template.Parse(definition.At, "message", definition.Message, vocabulary);
        var fields = definition.Fields.Select(Bind).OfType<Field>().ToArray();
        var text = definition.Text.Select(segment => Template.Parse(definition.At, "text", segment, vocabulary)).ToArray();
        return new Line(definition, kind!, conditions, message, fields, text);
    }

    private Field? Bind(FieldDefinition definition)
    {
        if (definition.Fields is { } inner)
            return new Field(definition.Key, null, null) { Fields = [.. inner.Select(Bind).OfType<Field>()], Omit = definition.Omit };
        if (definition.Constant is { } constant) return new Field(definition.Key, constant, null);
        if (definition.Template is { } template)
            return new Field(definition.Key, null, definition.Absent) { Template = Template.Parse(definition.At, "template", template, vocabulary), Omit = definition.Omit };
        if (definition.Source is null) return definition.Omit == FieldOmit.Never ? new Field(definition.Key, null, definition.Absent) { Omit = definition.Omit } : null;
        Source[] sources = [.. definition.Others.Prepend(definition.Source).Select(name => vocabulary.SourceOf(definition.At, definition.Key, name)).OfType<Source>()];
        if (sources is not [var source, ..]) return null;
        var format = definition.Format ?? (source.Kind is SourceKind.Start or SourceKind.End ? "rfc3339_ms" : null);
        var parsed = FieldFormat.Parse(definition.At, definition.Key, format, source.Type);
        return new Field(definition.Key, null, definition.Absent, parsed.IsNumber(source.Type))
        {
            Sources = sources,
            Format = parsed,
            Omit = definition.Omit,
            Map = definition.Map.Count == 0 ? null : definition.Map.ToFrozenDictionary(StringComparer.Ordinal),
        };
    }
}
