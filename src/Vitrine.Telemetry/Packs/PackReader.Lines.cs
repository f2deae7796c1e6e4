using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Documents;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Telemetry.Packs;

internal static partial class PackReader
{
    private static readonly string[] s_levels = ["trace", "debug", "information", "warning", "error", "critical"];

    private static LogDefinition ReadLog(YamlMap root)
    {
        if (root.Map("log") is not { } at) return LogDefinition.Default;
        var levels = at.Map("levels");
        var log = new LogDefinition
        {
            Levels = levels is null ? LogDefinition.Default.Levels : [.. s_levels.Select((level, i) => levels.Text(level) ?? LogDefinition.Default.Levels[i])],
            Envelope = at.Has("envelope") ? ReadFields(at, "envelope") : null,
            Output = at.Text("output") ?? "stdout",
            AccessOutput = at.Text("access_output") ?? "stdout",
            Targets = ReadTexts(at, "targets"),
        };
        levels?.Done();
        at.Done();
        return log;
    }

    private static LineDefinition ReadLine(YamlMap at)
    {
        var line = new LineDefinition(at, at.RequiredText("name"), at.RequiredText("on"), ReadMoment(at))
        {
            Level = at.Choice("level", LogLevel.Information, ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warning", LogLevel.Warning), ("error", LogLevel.Error), ("critical", LogLevel.Critical)),
            Message = at.Text("message"),
            Logger = at.Text("logger") ?? "",
            When = ReadWhen(at, "when"),
            Fields = ReadFields(at, "fields"),
            Text = at.Texts("text"),
            IsAccess = at.Choice("stream", false, ("log", false), ("access", true)),
            IsBare = at.Flag("bare") ?? false,
        };
        at.Done();
        return line;
    }

    private static LineMoment ReadMoment(YamlMap at) => at.Choice("at", LineMoment.End, ("end", LineMoment.End), ("open", LineMoment.Open));

    private static List<FieldDefinition> ReadFields(YamlMap at, string key)
    {
        var fields = new List<FieldDefinition>();
        var nodes = at.List(key);
        for (var i = 0; i < nodes.Count; i++)
        {
            var path = $"{key}[{i}]";
            switch (nodes[i])
            {
                case YamlScalarNode { Value: "$fields" }:
                    fields.Add(new FieldDefinition(at, "", "$fields"));
                    break;
                case YamlScalarNode { Value: { Length: > 0 } name }:
                    fields.Add(new FieldDefinition(at, name, name));
                    break;
                case YamlMappingNode { Children.Count: 1 } single:
                    fields.Add(ReadField(at.Sub(single, path)));
                    break;
                default:
                    at.Source.Error(nodes[i], at.PathOf(path), "must be 'key: source', 'key: { … }', a fact's name, or $fields.");
                    break;
            }
        }

        return fields;
    }

    private static FieldDefinition ReadField(YamlMap single)
    {
        var key = single.Keys.First();
        return ReadField(single, key, key);
    }

    /// <summary>Reads what a field is made of.</summary>
    /// <param name="around">The mapping that holds it.</param>
    /// <param name="key">The key it stands under.</param>
    /// <param name="name">The JSON key it is written as.</param>
    private static FieldDefinition ReadField(YamlMap around, string key, string name)
    {
        if (around.Raw(key) is not YamlMappingNode) return Read(around, key, name);
        var at = around.Map(key)!;
        var field = Read(at, "fact", name) with
        {
            Constant = at.Text("const"),
            Template = at.Text("template"),
            Format = at.Text("format"),
            Omit = at.Choice("omit", FieldOmit.Absent, ("absent", FieldOmit.Absent), ("empty", FieldOmit.Empty), ("never", FieldOmit.Never)),
            Absent = at.Text("absent"),
            Map = ReadTexts(at, "map"),
            Fields = at.Has("fields") ? ReadFields(at, "fields") : null,
        };
        if (field.Source is null && field.Constant is null && field.Template is null && field.Fields is null) at.Source.Error(at.Node, at.Path, "needs one of fact, const, template, fields.");
        at.Done();
        return field;

        static FieldDefinition Read(YamlMap at, string key, string name)
        {
            var facts = at.Texts(key);
            return new FieldDefinition(at, name, facts.FirstOrDefault()) { Others = [.. facts.Skip(1)] };
        }
    }

    private static SpanDefinition ReadSpan(YamlMap at)
    {
        var span = new SpanDefinition(at, at.RequiredText("on"), at.RequiredText("name"))
        {
            ActivityKind = at.Choice("kind", ActivityKind.Internal, ("internal", ActivityKind.Internal), ("server", ActivityKind.Server), ("client", ActivityKind.Client), ("producer", ActivityKind.Producer), ("consumer", ActivityKind.Consumer)),
            Attributes = ReadTexts(at, "attributes"),
            OnlyThese = at.Flag("only") ?? false,
            Under = at.Text("under"),
            Event = at.Text("event"),
            When = ReadWhen(at, "when"),
        };
        if (span.Event is null && span.When.Count > 0) at.Error("when", "needs an event: a scope has its span whatever its facts are.");
        at.Done();
        return span;
    }

    private static EquationDefinition ReadEquation(YamlMap at)
    {
        var equation = new EquationDefinition(at, at.RequiredText("name"), ReadTerms(at, "left"), ReadTerms(at, "right"));
        at.Done();
        return equation;
    }

    private static List<TermDefinition> ReadTerms(YamlMap at, string key)
    {
        var terms = new List<TermDefinition>();
        foreach (var term in at.Maps(key))
        {
            if (term.Has("metric") == term.Has("line")) term.Source.Error(term.Node, term.Path, "needs exactly one of metric, line.");
            terms.Add(new TermDefinition(term, term.Text("metric"), term.Text("line"))
            {
                Where = ReadTexts(term, "where"),
                When = ReadWhen(term, "when"),
                Sum = term.Text("sum"),
            });
            term.Done();
        }

        if (terms.Count == 0) at.Source.Error(at.Node, at.PathOf(key), "needs at least one term.");
        return terms;
    }
}
