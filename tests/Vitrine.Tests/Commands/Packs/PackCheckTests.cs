using Vitrine.Commands;
using Vitrine.Telemetry.Packs;
using Vitrine.Testing;

namespace Vitrine.Tests.Commands.Packs;

/// <summary>What <c>vitrine pack check</c> says of dashboards and alert rules.</summary>
public sealed class PackCheckTests : IDisposable
{
    private const string Pack = """
        pack: mine
        title: Mine
        buckets: { fast: [0.1, 1] }
        labels: { route: { fact: http.route } }
        metrics:
        - { counter: hits_total, help: Hits, from: http, labels: [route] }
        - { histogram: took_seconds, help: Time, from: http, value: duration, buckets: fast, labels: [route] }
        - { avg_min_max: wait, help: Time, from: queue_wait, value: duration }
        """;

    private readonly TestSurroundings _surroundings = new();

    public PackCheckTests() => _surroundings.Write("mine/pack.yaml", Pack);

    public static TheoryData<string> Packs => [.. new PackStore().Names];

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [MemberData(nameof(Packs))]
    public async Task Check_EmbeddedPack_ItsQueriesNameOnlyWhatItDeclares(string pack)
    {
        var files = new PackStore().Load(pack).Files;
        (await _surroundings.RunAsync("pack", "check", pack)).ShouldBe(ExitCode.Ok, _surroundings.Output);
        _surroundings.Output.Contains("queries of dashboards and alert rules", StringComparison.Ordinal).ShouldBe(files.Contains("alerts.yaml"));
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public async Task Check_EmbeddedPackWithPromtool_ParsesAndTestsItsRules(string pack)
    {
        _surroundings.Variables["PATH"] = Path.GetDirectoryName(ExternalTool.Locate("promtool"))!;
        (await _surroundings.RunAsync("pack", "check", pack)).ShouldBe(ExitCode.Ok, _surroundings.Error);
    }

    [Theory]
    [InlineData("hitss_total", "No family of the pack shows 'hitss_total'. Did you mean 'hits_total'?")]
    [InlineData("took_seconds", "No family of the pack shows 'took_seconds'. Did you mean 'took_seconds_sum'?")]
    [InlineData("wait", "No family of the pack shows 'wait'. Accepted: hits_total, ")]
    [InlineData("hits_total{rout='/'}", "hits_total has no label 'rout'. Did you mean 'route'?")]
    [InlineData("hits_total{le='1'}", "hits_total has no label 'le'. Accepted: instance, job, route.")]
    [InlineData("sum by (rute) (hits_total)", "No metric of this query has a label 'rute'. Did you mean 'route'?")]
    [InlineData("vector(1)", "The query names no metric.")]
    [InlineData("up == 0", null)]
    [InlineData("wait_max + on (instance) group_left () took_seconds_count", null)]
    [InlineData("sum by (le) (took_seconds_bucket{le=~'1|[+]Inf',job='mine'})", null)]
    public async Task Check_Alert_NamesOnlyWhatThePackDeclares(string query, string? error)
    {
        var file = _surroundings.Write("mine/alerts.yaml", $"groups:\n- name: g\n  rules:\n  - alert: Odd\n    expr: {query}\n");
        (await _surroundings.RunAsync("pack", "check", "./mine")).ShouldBe(error is null ? ExitCode.Ok : ExitCode.Failed, _surroundings.Output + _surroundings.Error);
        if (error is not null) _surroundings.Output.Trim().ShouldStartWith($"{file}:5:11: groups[0].rules[0].expr: alert Odd: {error}");
    }

    [Fact]
    public async Task Check_Annotation_ShowsOnlyLabelsThatAreThere()
    {
        _surroundings.Write("mine/alerts.yaml", """
            groups:
            - name: g
              rules:
              - alert: Odd
                expr: hits_total > 1
                labels: { severity: warning }
                annotations: { summary: "{{ $labels.severity }} {{ $labels.route }} {{ $labels.ruote }} {{ $value }}" }
            """);
        (await _surroundings.RunAsync("pack", "check", "./mine")).ShouldBe(ExitCode.Failed);
        _surroundings.Output.Trim().Split('\n').ShouldHaveSingleItem().ShouldEndWith("alert Odd: No metric of this query has a label 'ruote'. Did you mean 'route'?");
    }

    [Fact]
    public async Task Check_Dashboard_ReportsNamesLegendsAndVariablesWithTheirPlaces()
    {
        var file = _surroundings.Write("mine/dashboards/mine.json", """
            {
              "title": "Mine",
              "templating": { "list": [
                { "name": "route", "type": "query", "query": { "query": "label_values(hits_total, rout)" } },
                { "name": "idle", "type": "custom", "query": "a,b" }
              ] },
              "panels": [
                { "title": "Row", "type": "row", "panels": [
                  { "title": "Hits", "targets": [{ "refId": "A", "expr": "rate(hits_total{route=~\"$route\"}[5m])", "legendFormat": "{{rooute}}" }] }
                ] },
                { "title": "Took $rote", "targets": [{ "expr": "took_seconds_max" }] },
                { "title": "Logs", "datasource": { "type": "loki" }, "targets": [{ "expr": "{app=\"mine\"} |= `x`" }] }
              ]
            }
            """);

        (await _surroundings.RunAsync("pack", "check", "./mine")).ShouldBe(ExitCode.Failed);

        _surroundings.Output.Trim().Split('\n').ShouldBe(
        [
            $"{file}:4:61: templating.list[0].query.query: variable route: No metric of this query has a label 'rout'. Did you mean 'route'?",
            $"{file}:5:15: templating.list[1].name: This variable is used by no panel.",
            $"{file}:7:13: panels: There is no variable '$rote'. Did you mean 'route'?",
            $"{file}:9:62: panels[0].panels[0].targets[0].expr: panel Hits: No metric of this query has a label 'rooute'. Did you mean 'route'?",
            $"{file}:11:52: panels[1].targets[0].expr: panel Took $rote: No family of the pack shows 'took_seconds_max'. Did you mean 'took_seconds_sum'?",
        ]);
    }

    [Fact]
    public async Task Check_NoPromtool_SaysWhatWasSkipped()
    {
        _surroundings.Write("mine/alerts.yaml", "groups: [{ name: g, rules: [{ alert: Odd, expr: hits_total }] }]\n");
        (await _surroundings.RunAsync("pack", "check", "./mine")).ShouldBe(ExitCode.Ok, _surroundings.Output);
        _surroundings.Output.ShouldContain("skipped");
        _surroundings.Output.ShouldContain("promtool is not installed");
    }

    [Theory]
    [InlineData("hits_total >", "tests: []", "parse error")]
    [InlineData("hits_total > 1", "tests: [{ input_series: [{ series: hits_total, values: '1x5' }], alert_rule_test: [{ eval_time: 3m, alertname: Odd, exp_alerts: [{}] }] }]", "FAILED")]
    public async Task Check_WhatPromtoolRefuses_IsToldInItsWords(string query, string tests, string problem)
    {
        _surroundings.Variables["PATH"] = Path.GetDirectoryName(ExternalTool.Locate("promtool"))!;
        _surroundings.Write("mine/alerts.yaml", $"groups:\n- name: g\n  rules:\n  - alert: Odd\n    expr: {query}\n");
        _surroundings.Write("mine/alerts.test.yaml", $"rule_files: [alerts.yaml]\n{tests}\n");
        (await _surroundings.RunAsync("pack", "check", "./mine")).ShouldBe(ExitCode.Failed, _surroundings.Output);
        _surroundings.Error.ShouldContain(problem);
    }
}
