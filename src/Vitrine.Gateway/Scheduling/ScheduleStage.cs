using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Scheduling.Prefixes;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Scheduling;

/// <summary>The stage that chooses pods and says why. Once a pod has answered, it remembers whose cache now holds the prompt.</summary>
internal sealed class ScheduleStage(Scheduler scheduler, SchedulerOptions options, PrefixIndex prefixes, TimeProvider clock) : IStage, ISettlement
{
    /// <inheritdoc/>
    public Kind Scope => GatewayKinds.Schedule;

    /// <inheritdoc/>
    public ValueTask<GatewayError?> RunAsync(Exchange exchange, Operation scope) => ValueTask.FromResult(Choose(exchange, scope));

    /// <inheritdoc/>
    public void Settle(Exchange exchange)
    {
        if (exchange is not { Decision: { PromptBlocks.IsEmpty: false } decision, Answered: { } answered, Error: null }) return;
        if (exchange.Context.Response.StatusCode >= StatusCodes.Status400BadRequest) return;
        prefixes.Remember(answered, decision.PromptBlocks.Span);
        foreach (var candidate in decision.Order)
        {
            if (candidate.Pod == answered && candidate.Prefill is { } prefill) prefixes.Remember(prefill, decision.PromptBlocks.Span);
        }
    }

    private GatewayError? Choose(Exchange exchange, Operation scope)
    {
        var (route, parsed) = (exchange.Route!, exchange.Request!);
        if (route.Target.Pods.Count == 0) return GatewayErrors.NoPods(route.Target.Server.Id.ToString());
        var now = clock.GetTimestamp();
        var request = new SchedulingRequest(parsed.Model, route.IsLora, parsed)
        {
            PromptBlocks = scheduler.NeedsPromptBlocks ? PromptHash.Blocks(parsed.Model, parsed.Prompt, options.PrefixBlockBytes, options.PrefixBlocksPerPrompt) : default,
            Now = now,
            FreshSince = now - (long)(options.StaleAfter.TotalSeconds * clock.TimestampFrequency),
        };
        var decision = scheduler.Choose(request, route.Target, scope);
        exchange.Decision = decision;
        exchange.Inference.Set(GatewayFacts.Decision, decision);
        return decision.Order.Count > 0 ? null : GatewayErrors.NothingSchedulable(decision.Refusal);
    }
}
