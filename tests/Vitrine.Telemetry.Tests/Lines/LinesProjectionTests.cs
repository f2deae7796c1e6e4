using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Lines;

public sealed class LinesProjectionTests
{
    private const string Pack = """
        pack: test
        lines:
        - { name: quiet, on: http, level: debug, message: quiet }
        - { name: loud, on: http, message: "loud {http.response.status_code}", fields: [outcome] }
        - { name: failed, on: http, when: { outcome: { not: [ok] } }, level: error, message: failed }
        """;

    [Fact]
    public void Describe_FinishedScope_ShowsExactlyWhatWasWritten()
    {
        using var service = new PackService(Pack, filter: "info");
        using var http = service.Telemetry.Begin(HttpKinds.Http);
        service.Telemetry.Lines!.Describe(http).ShouldBeEmpty();
        http.Set(HttpFacts.StatusCode, 200).End(Outcome.Ok);
        service.Lines.Count.ShouldBe(1);
        service.Lines[0].ShouldContain("\"message\":\"loud 200\",\"outcome\":\"ok\"");
        service.Telemetry.Lines!.Describe(http).ShouldBe(service.Lines);
    }
}
