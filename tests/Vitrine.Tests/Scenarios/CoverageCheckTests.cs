using Vitrine.Scenarios;
using Vitrine.Scenarios.Coverage;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Tests.Scenarios;

public sealed class CoverageCheckTests
{
    private const string Yaml = """
        pack: p
        metrics:
        - { counter: done_total, help: h, from: http }
        - { avg_min_max: load, help: h, from: model_load, value: duration }
        - { histogram: took_seconds, help: h, from: http, value: duration, buckets: [1] }
        - { counter: other_total, help: h, from: http }
        log: { envelope: [level: $level, name: $logger, text: $message, data: { fields: [$fields] }] }
        lines:
        - { name: begun, on: http, at: open, logger: web, message: "begun {url.path} now", fields: [step: { const: first }] }
        - { name: ended, on: http, logger: web, message: "begun {url.path} now", fields: [step: { const: last }, took: { fact: duration, omit: never }] }
        - { name: detail, on: http, level: debug, logger: web, message: detail }
        - { name: bare, on: http, bare: true, fields: [path: url.path] }
        spans:
        - { on: http, name: x }
        """;

    private static readonly Dictionary<string, string> s_none = [];

    [Fact]
    public void Of_NothingSeen_EverythingDrivenIsStillUnlessSilenced()
    {
        var coverage = CoverageCheck.Of(Evidence("done_total 0\ntook_seconds_count 0\n"), s_none);
        StatesOf(coverage, SignalState.Still).ShouldBe(["done_total", "load_min", "took_seconds", "line begun", "line ended", "line bare", "span http"]);
        coverage.Single(signal => signal.State == SignalState.NotProvoked).ShouldBe(new SignalCoverage("line detail", SignalState.NotProvoked, "its level is below the service's log level, which is info"));
        coverage.Single(signal => signal.State == SignalState.Missing).Name.ShouldBe("other_total");
        coverage.Count(signal => signal.IsFailure).ShouldBe(6);
    }

    [Fact]
    public void Of_Samples_MoveByTheirType()
    {
        var moved = StatesOf(CoverageCheck.Of(Evidence("# HELP done_total 1\ndone_total{a=\"b 0\"} 3\nload_min 0\ntook_seconds_count{x=\"y\"} 2\n", kinds: ["http"]), s_none), SignalState.Moved);
        moved.ShouldBe(["done_total", "load_min", "took_seconds", "span http"]);
    }

    [Theory]
    [InlineData("""{"level":"info","name":"web","text":"begun /a now","data":{"step":"first"}}""", "line begun")]
    [InlineData("""{"level":"info","name":"web","text":"begun /a now","data":{"step":"last","took":1}}""", "line ended")]
    [InlineData("""{"path":"/a"}""", "line bare")]
    [InlineData("""{"level":"info","name":"web","text":"begun /a now","data":{"step":"last"}}""", null)]
    [InlineData("""{"level":"info","name":"web","text":"begun /a then","data":{"step":"first"}}""", null)]
    [InlineData("""{"level":"info","name":"other","text":"begun /a now","data":{"step":"first"}}""", null)]
    [InlineData("""{"level":"info","name":"web","text":"begun /a now","data":{"step":"first","more":1}}""", null)]
    [InlineData("""{"level":"info","name":"web","text":"begun /a now"}""", null)]
    [InlineData("""{"level":"info","name":"web","te""", null)]
    [InlineData("no JSON", null)]
    public void Of_Lines_AreRecognisedByLoggerMessageConstantsAndKeys(string line, string? expected) =>
        StatesOf(CoverageCheck.Of(Evidence("", lines: [line]), s_none), SignalState.Moved).ShouldBe(expected is null ? [] : [expected]);

    [Fact]
    public void Of_ScenariosExceptions_AreToldWithTheirReason() =>
        CoverageCheck.Of(Evidence(""), new Dictionary<string, string> { ["done_total"] = "it needs a fault" })[0].ShouldBe(new SignalCoverage("done_total", SignalState.NotProvoked, "it needs a fault"));

    [Fact]
    public void Of_AnotherPacksLog_AsksForNoLines() =>
        CoverageCheck.Of(Evidence("") with { LogPack = "otel" }, s_none).ShouldAllBe(signal => !signal.Name.StartsWith("line ") || signal.State == SignalState.NotProvoked);

    [Fact]
    public void Of_PanelsAndAlerts_MovedWhenAllTheirFamiliesDid()
    {
        using var folder = new TestSurroundings();
        folder.Write("p/pack.yaml", Yaml);
        folder.Write("p/alerts.yaml", """
            groups:
            - name: g
              rules:
              - { alert: Moved, expr: done_total / took_seconds_count > 1 }
              - { alert: Still, expr: done_total > load_max }
              - { alert: Unneeded, expr: load_avg + other_total > 1 }
              - { alert: Foreign, expr: up == 0 }
            """);
        folder.Write("p/dashboards/d.json", """{ "panels": [{ "title": "Odd", "targets": [{ "expr": "done_total" }, { "expr": "other_total" }] }] }""");
        var evidence = Evidence("done_total 3\ntook_seconds_count 2\nload_avg 1\nload_min 1\n") with { Pack = Pack.FromFolder(folder["p"]) };
        evidence = evidence with { Report = evidence.Report with { Driven = [.. evidence.Report.Driven, "load_avg", "load_max"] } };

        var asked = CoverageCheck.Of(evidence, s_none).Where(signal => signal.Name.StartsWith("alert ") || signal.Name.StartsWith("panel ")).Select(signal => (signal.Name, signal.State, signal.IsFailure));

        asked.ShouldBe([("alert Moved", SignalState.Moved, false), ("alert Still", SignalState.Still, true), ("alert Unneeded", SignalState.Missing, false), ("panel Odd", SignalState.Missing, false)]);
    }

    [Fact]
    public void Catalog_NotProvoked_NamesOnlyWhatThePackDeclares()
    {
        foreach (var scenario in ScenarioCatalog.All)
        {
            var outline = PackOutline.Of(new PackStore().Load(scenario.Pack));
            string[] declared = [.. outline.Families.Select(family => family.Name), .. outline.Lines.Select(line => SignalNames.Line + line.Name), .. outline.Spans.Select(span => SignalNames.Span + span.Kind)];
            scenario.NotProvoked.Keys.ShouldBeSubsetOf(declared);
        }
    }

    private static string[] StatesOf(IReadOnlyList<SignalCoverage> coverage, SignalState state) => [.. coverage.Where(signal => signal.State == state).Select(signal => signal.Name)];

    private static SignalEvidence Evidence(string page, string[]? lines = null, string[]? kinds = null) => new()
    {
        Pack = Pack.Parse("p.yaml", Yaml),
        Report = new PackReport("p", ["done_total", "load_min", "took_seconds", "line begun", "line ended", "line detail", "line bare", "span http"], ["other_total"], new Dictionary<string, string>(), [], []),
        LogPack = "p",
        Log = (LogFilter.Default, "info"),
        Page = page,
        Lines = lines ?? [],
        Kinds = (kinds ?? []).ToHashSet(),
    };
}
