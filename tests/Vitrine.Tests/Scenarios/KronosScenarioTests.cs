using System.Text.Json.Nodes;
using Vitrine.Commands;
using Vitrine.Settings;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Scenarios;

/// <summary><c>vitrine load --scenario kronos</c> against the forecaster.</summary>
public sealed class KronosScenarioTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Load_ServiceThatAllowsEverything_MovesEverySignalOfThePack()
    {
        await using var service = await ServedForecaster.StartAsync(
            _surroundings, (ForecastSettings.InferenceTimeout, "0.2"), (ForecastSettings.SlowRequestSeconds, "0.1"), (ForecastSettings.QueueLength, "8"), (ForecastSettings.Workers, "2"), (SharedSettings.LogLevel, "debug"));

        (await LoadAsync(service)).ShouldBe(ExitCode.Ok, _surroundings.Output);

        _surroundings.Output.ShouldContain(" 0 stood still, ");
        _surroundings.Output.ShouldContain(" 0 missing");
        _surroundings.Output.ShouldNotContain("below the service's log level");
        _surroundings.Output.ShouldNotContain("skipped");
        var books = JsonNode.Parse(await service.Debug.GetStringAsync("/debug/operations?check", TestContext.Current.CancellationToken))!.ToJsonString();
        books.ShouldContain("\"holds\":true");
        books.ShouldNotContain("\"holds\":false");
    }

    [Fact]
    public async Task Load_ServiceWithDefaults_SkipsWithReasonsAndSucceeds()
    {
        await using var service = await ServedForecaster.StartAsync(_surroundings);

        (await LoadAsync(service)).ShouldBe(ExitCode.Ok, _surroundings.Output);

        _surroundings.Output.ShouldContain("skipped a batch that takes long: a prediction may take 30 s: start the service with --inference-timeout 0.2");
        _surroundings.Output.ShouldContain("skipped more than may wait: 503: 64 may wait");
    }

    private Task<int> LoadAsync(ServedForecaster service) => _surroundings.RunAsync("load", "--scenario", "kronos", "--url", $"{service.Api.BaseAddress}", "--debug-url", $"{service.Debug.BaseAddress}");
}
