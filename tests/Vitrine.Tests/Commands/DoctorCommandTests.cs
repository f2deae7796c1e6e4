using Vitrine.Commands;

namespace Vitrine.Tests.Commands;

/// <summary>What the doctor says of the console.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Collector_SwitchedOnAndAbsent_IsBrokenWithItsSource()
    {
        _surroundings.Variables["TRACING_ENABLED"] = "true";
        _surroundings.Variables["OTLP_ENDPOINT"] = "127.0.0.1:1";

        (await _surroundings.RunAsync("doctor")).ShouldBe(ExitCode.Failed);

        _surroundings.Output.ShouldContain("127.0.0.1:1 does not answer");
        _surroundings.Output.ShouldContain("OTLP_ENDPOINT");
        _surroundings.Output.ShouldContain("Console");
    }

    [Fact]
    public async Task Collector_OfTheLedger_IsAskedWhereItsSpansReallyGo()
    {
        _surroundings.Write("vitrine.yaml", "telemetry: { tracing_endpoint: 'http://127.0.0.1:14268/api/traces' }\n");

        await _surroundings.RunAsync("doctor");

        _surroundings.Output.ShouldMatch(@"Collector +127\.0\.0\.1:4318 ");
    }
}
