namespace Vitrine.Scenarios;

/// <summary>Runs the steps of a scenario, all of them, whatever fails.</summary>
internal static class ScenarioRun
{
    // A tiny model on a busy machine answers in seconds; a step that takes minutes hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs <paramref name="scenario"/>.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="context">The service.</param>
    /// <param name="onDone">Hears of each step as it ends.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static async Task RunAsync(IScenario scenario, ScenarioContext context, Action<StepResult> onDone, CancellationToken cancellation)
    {
        foreach (var step in scenario.Steps) onDone(await RunStepAsync(step, context, cancellation));
    }

    private static async Task<StepResult> RunStepAsync(ScenarioStep step, ScenarioContext context, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await step.RunAsync(context, patience.Token);
            return new StepResult(step);
        }
        catch (StepSkippedException e)
        {
            return new StepResult(step, Skipped: e.Message);
        }
        catch (ScenarioException e)
        {
            return new StepResult(step, e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new StepResult(step, $"no answer: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new StepResult(step, $"no answer within {Patience.TotalMinutes:0} minutes");
        }
    }
}
