using Spectre.Console;
using Vitrine.Explain;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Tests.Explain;

public sealed class ExplainViewTests
{
    private static readonly DateTimeOffset s_began = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Render_TwoRoles_TellOneStoryInOrder()
    {
        var story = Render(Model(), Gateway());

        story.ShouldStartWith("POST /v1/chat/completions  ok  100 ms\ntrace 4bf92f3577b34da6a3ce929d0e0e4736 (not sampled)\n");
        story.ShouldContain("began 2026-01-02 03:04:05.678 UTC\n");
        story.IndexOf("gateway http", StringComparison.Ordinal).ShouldBeLessThan(story.IndexOf("model http", StringComparison.Ordinal));
        story.ShouldContain("model http > inference\n");
        story.ShouldContain("gen_ai.usage.input_tokens  12 {token}\n");
        story.ShouldContain("  kronk  requests{route=\"/v1\"}  +1\n");
    }

    [Fact]
    public void Render_Waterfall_PlacesChildrenOnTheCommonTimeLine()
    {
        var rows = Render(Model(), Gateway()).Split('\n').Where(row => row.Contains("ms ", StringComparison.Ordinal) && row.Contains('+', StringComparison.Ordinal)).ToArray();

        rows.Length.ShouldBe(3);
        rows[0].ShouldContain("+0.00 ms");
        rows[1].ShouldContain("+20 ms");
        rows[2].ShouldContain("+30 ms");
    }

    [Fact]
    public void Render_LongLogLine_IsNotBroken()
    {
        var line = "{\"message\":\"" + new string('x', 500) + "\"}";

        Render(Gateway() with { Lines = [line] }).ShouldContain("log  " + line + "\n");
    }

    [Fact]
    public void Render_HostileText_CannotSteerTheTerminal()
    {
        var hostile = Gateway() with { Facts = [new FactView("http.request.method", "GET"), new FactView("url.path", "/\u001b[2J\u202e")], ErrorType = "\u001b]0;title", ErrorMessage = "\u0007" };

        Render(hostile).ShouldNotContain('\u001b');
    }

    [Fact]
    public void Render_Decision_IsATableAndScopesOfOneKindAreToldApart()
    {
        var story = Render(Gateway() with
        {
            Children =
            [
                new OperationView
                {
                    Kind = "inference",
                    Outcome = "ok",
                    Facts = [new FactView("vitrine.decision", """{"order":["a"],"pods":1,"filtered":{},"plugins":{"random":1},"considered":[{"pod":"a","total":7,"scores":[7]}]}"""), new FactView("vitrine.route", "default/r")],
                    Children =
                    [
                        new OperationView { Kind = "plugin", Outcome = "ok", Facts = [new FactView("vitrine.plugin.name", "random"), new FactView("vitrine.plugin.type", "score")] },
                        new OperationView { Kind = "attempt", Outcome = "ok", Facts = [new FactView("vitrine.phase", "decode"), new FactView("vitrine.pod", "a")] },
                    ],
                },
            ],
        });

        story.ShouldContain("    plugin score random ");
        story.ShouldContain("    attempt decode a ");
        story.ShouldContain("gateway http > inference\n  vitrine.route  default/r\n  why this pod\n    pod  total  random x1\n    a        7          7  chosen\n    of 1 pod\n");
        story.ShouldNotContain("vitrine.decision");
    }

    [Fact]
    public void Render_DecisionThatCannotBeRead_IsShownAsItIs() =>
        Render(Gateway() with { Facts = [new FactView("vitrine.decision", "{")] }).ShouldContain("vitrine.decision  {\n");

    [Fact]
    public void Render_Nothing_SaysSo() => Render().ShouldBe("No role remembers this request.\n");

    private static OperationView Gateway() => new()
    {
        Service = "gateway",
        Sequence = 7,
        Kind = "http",
        Outcome = "ok",
        StartedAt = s_began,
        DurationMs = 100,
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        SpanId = "00f067aa0ba902b7",
        Facts = [new FactView("http.request.method", "POST"), new FactView("url.path", "/v1/chat/completions"), new FactView("vitrine.request.id", "abc")],
    };

    private static OperationView Model() => Gateway() with
    {
        Service = "model",
        StartedAt = s_began.AddMilliseconds(20),
        DurationMs = 60,
        Series = [new SeriesView("kronk", "requests", "counter", "route=\"/v1\"", 1)],
        Children = [new OperationView { Kind = "inference", Outcome = "ok", OffsetMs = 10, DurationMs = 40, Facts = [new FactView("gen_ai.usage.input_tokens", Number: 12, Unit: "{token}")] }],
    };

    private static string Render(params OperationView[] roots)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        ExplainView.Render(console, roots);
        return output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
