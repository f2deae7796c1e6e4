using System.Net.Http.Headers;
using Vitrine.Scenarios;
using Vitrine.Supervision;
using Vitrine.Terminal;
using Vitrine.Traffic;

namespace Vitrine.Commands;

/// <summary><c>vitrine load --shape SHAPE</c>: a run of traffic from its first request to the summary.</summary>
internal sealed class TrafficLoad(TrafficPlan plan, Surroundings surroundings)
{
    private static readonly TimeSpan s_lineEvery = TimeSpan.FromSeconds(5);
    // Beside the roles' own lines, the demo says seldom that it goes on.
    private static readonly TimeSpan s_demoLineEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_askEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether the summary is JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether <c>vitrine up --demo</c> started it, together with the service: it waits for the service, and ends with its supervisor.</summary>
    public bool IsSupervised { get; init; }

    /// <summary>The callers' keys; empty sends none.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>The keys of a file, of which names are left out.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static IReadOnlyList<string> KeysOf(string file)
    {
        try
        {
            return [.. Telemetry.Guards.ApiKeys.ReadFile(file).Select(pair => pair.Value)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailure($"--api-key-file: {e.Message}", ExitCode.Usage);
        }
    }

    /// <summary>Sends and reports.</summary>
    /// <returns>Ok when nothing failed and something ended as it should.</returns>
    /// <exception cref="CommandFailure">The service lists no model.</exception>
    public async Task<int> RunAsync(LoadTarget target)
    {
        using var http = LocalHttp.Create();
        using var stop = IsSupervised ? StopSignals.OfChild(Console.OpenStandardInput()) : StopSignals.OfTerminal();
        try
        {
            if (ApiKeys is [var key, ..]) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var model = plan.Inputs.Model.Length > 0 ? plan.Inputs.Model : await ModelAsync(new ScenarioContext(http, target.Api), stop.Token);
            var modelled = plan with { Inputs = plan.Inputs with { Model = model } };
            var run = new TrafficRun(modelled, new TrafficDoors(target.Api, target.Console), http, ApiKeys, TimeProvider.System);
            if (IsSupervised) surroundings.Error.WriteLine(TrafficReport.Title(modelled, target.Api));
            var figures = await new TrafficProgress(surroundings, IsSupervised ? s_demoLineEvery : s_lineEvery).RunAsync(run, modelled, stop.Token);
            if (IsJson) surroundings.Output.WriteLine(TrafficSummary.Of(modelled, target.Api, figures).ToJson());
            else if (!IsSupervised) TrafficReport.Write(modelled, target.Api, figures, surroundings.ForOutput());
            return figures.IsGood ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Ok;
        }
    }

    private async Task<string> ModelAsync(ScenarioContext service, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await OpenAiCalls.ModelAsync(service, cancellation);
            }
            catch (Exception e) when (e is ScenarioException or HttpRequestException)
            {
                if (!IsSupervised) throw new CommandFailure($"{service.Api} does not say which models it has: {e.Message} Is it an OpenAI API, and ready? --model names one.");
            }

            await Task.Delay(s_askEvery, cancellation);
        }
    }
}
