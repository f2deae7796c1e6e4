using System.Diagnostics;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Packs;

/// <summary>Binds packs to the kinds a service declares. A name that nobody knows is an error; a known kind that is not declared is missing.</summary>
internal sealed class PackCompiler(IReadOnlyList<Kind> declared, IReadOnlySet<string> exposed, ServiceResource resource, ActivitySource source)
{
    private readonly HashSet<Kind> _declared = [.. declared];
    private readonly VocabularyIndex _vocabulary = new([.. declared, .. HouseVocabulary.All]);

    public CompiledPack Compile(Pack pack)
    {
        // A definition may be compiled more than once (several services in one test process): errors are collected per compilation.
        var definition = PackReader.Read(pack.Reparse());
        var metrics = new MetricsCompiler(definition, _vocabulary, _declared, exposed, resource);
        var projection = metrics.Compile();
        var spans = new SpansCompiler(definition, _vocabulary, source).Compile();
        EnvelopeCompiler.Check(definition.Log);
        var lineCompiler = new LinesCompiler(_vocabulary, _declared);
        var lines = lineCompiler.Compile(definition.Lines, EnvelopeCompiler.KeysBesideFields(definition.Log));
        var auditCompiler = new LinesCompiler(_vocabulary, _declared);
        var audit = auditCompiler.Compile(definition.Audit, []);
        var equations = new EquationCompiler(definition, _vocabulary, projection.Families, lines).Compile();
        var used = definition.Metrics.SelectMany(metric => metric.Feeds).Select(feed => feed.Kind).Concat(definition.Spans.Select(span => span.Kind)).Concat(definition.Lines.Concat(definition.Audit).Select(line => line.Kind)).ToHashSet(StringComparer.Ordinal);
        var undriven = Undriven(definition);
        var report = new PackReport(
            definition.Name,
            [.. metrics.Driven, .. lineCompiler.Driven.Select(LineName), .. auditCompiler.Driven.Select(RuleName), .. spans.Keys.Where(_declared.Contains).Select(SpanName)],
            [.. metrics.Missing, .. lineCompiler.Missing.Select(LineName), .. auditCompiler.Missing.Select(RuleName), .. spans.Keys.Where(kind => !_declared.Contains(kind)).Select(SpanName)],
            undriven,
            [.. declared.Select(kind => kind.Name).Where(name => !used.Contains(name)).Order(StringComparer.Ordinal)],
            [.. definition.At.Source.Errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
        return new CompiledPack(definition.Name, pack, projection, metrics.ClientLabels, spans, lines, audit, equations, report);
    }

    /// <summary>What the pack itself says nothing drives, under the names of the report: a distribution of three gauges is three of them.</summary>
    private static Dictionary<string, string> Undriven(PackDefinition pack)
    {
        var names = new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal);
        foreach (var metric in pack.Metrics) names[metric.Name] = metric.ShownNames;
        foreach (var name in pack.Lines.Select(line => LineName(line.Name)).Concat(pack.Audit.Select(rule => RuleName(rule.Name))).Concat(pack.Spans.Select(span => SpanName(span.Kind)))) names[name] = [name];
        var undriven = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, reason) in pack.Undriven)
        {
            if (!names.TryGetValue(name, out var shown)) pack.At.Error("undriven", $"'{name}' is no family, 'line NAME', 'audit NAME' or 'span KIND' of this pack. {Nearest.Suggest(name, names.Keys)}");
            else foreach (var one in shown) undriven[one] = reason;
        }

        return undriven;
    }

    private static string LineName(string name) => $"line {name}";

    private static string RuleName(string name) => $"audit {name}";

    private static string SpanName(Kind kind) => SpanName(kind.Name);

    private static string SpanName(string kind) => $"span {kind}";
}
