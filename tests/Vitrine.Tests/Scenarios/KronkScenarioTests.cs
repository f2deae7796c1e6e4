using Vitrine.Scenarios;
using Vitrine.Scenarios.Coverage;
using Vitrine.Settings;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Scenarios;

/// <summary>The scenario against a server whose pool is too small for its models, one of which is torn and one too large.</summary>
public sealed class KronkScenarioTests : IDisposable
{
    /// <summary>Only a defect, a stop or the very moment provokes these.</summary>
    private static readonly string[] s_elsewhere = ["panics", "line preempting_slot", "line decode_error", "alert KronkPanic", "panel Server Stats", "pool_inflight_loads", "pool_active_streams", "inference_active_requests"];

    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Run_WithMoreModelsThanFit_MovesEverySignalOfThePool()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Models();
        await using var served = await ServedModel.StartAsync(
            _surroundings, (ModelSettings.Folder, folder), (ModelSettings.ModelsInPool, "2"), (ModelSettings.BudgetBytes, "40MiB"), (SharedSettings.LogLevel, "debug"));
        var scenario = ScenarioCatalog.Find("kronk").ShouldNotBeNull();
        var results = new List<StepResult>();
        await ScenarioRun.RunAsync(scenario, new ScenarioContext(served.Api, served.Api.BaseAddress!), results.Add, cancellation);
        results.Where(result => result.Problem is not null).ShouldBeEmpty();
        var reader = new EvidenceReader(served.Debug, served.Debug.BaseAddress!.ToString().TrimEnd('/'), () => []);
        var coverage = await CoverageRun.RunAsync(scenario.Pack, CoverageRun.NotProvoked(scenario, results), reader, cancellation);
        coverage.Where(signal => signal.IsFailure).ShouldBeEmpty();
        coverage.Where(signal => signal.State == SignalState.NotProvoked).Select(signal => signal.Name).ShouldBeSubsetOf(s_elsewhere);
        coverage.Where(signal => signal.State == SignalState.Missing).ShouldAllBe(signal => signal.Reason.Contains("projector"));
    }

    private string Models()
    {
        var folder = Directory.CreateDirectory(_surroundings["models"]).FullName;
        var tiny = Path.Combine(AppContext.BaseDirectory, "models", "vitrine-tiny.gguf");
        foreach (var id in (string[])["alpha", "beta", "gamma", "large"]) File.Copy(tiny, Path.Combine(folder, id + ".gguf"));
        // What follows the tensors is nobody's, and still has to fit.
        using (var large = File.OpenWrite(Path.Combine(folder, "large.gguf"))) large.SetLength(32 << 20);
        File.WriteAllText(Path.Combine(folder, "torn.gguf"), "GGUF and no more");
        // A header that promises a model, and a tensor that is missing.
        var bytes = File.ReadAllBytes(tiny);
        bytes.AsSpan(bytes.AsSpan().IndexOf("output_norm.weight"u8), "output_norm".Length).Fill((byte)'x');
        File.WriteAllBytes(Path.Combine(folder, "unfinished.gguf"), bytes);
        return folder;
    }
}
