using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Scheduling;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Forwarding;

/// <summary>
/// Sends the request to the first pod of the decision, and to the next ones while nothing has reached the client: as often as the model
/// server's policy says, as there are pods, and as the budget allows.
/// </summary>
internal sealed class ForwardStage(PodCaller caller, IConnector connector, RetryBudget budget, TimeProvider clock) : IStage
{
    public Kind Scope => GatewayKinds.Forward;

    public async ValueTask<GatewayError?> RunAsync(Exchange exchange, Operation scope)
    {
        budget.Deposit();
        var order = exchange.Decision!.Order;
        var policy = exchange.Route!.Target.Server.Retry;
        var most = Math.Min(policy.Attempts, order.Count);
        for (var attempts = 1; ; attempts++)
        {
            var candidate = order[attempts - 1];
            exchange.Inference.Set(GatewayFacts.Attempts, attempts);
            var result = candidate.Prefill is null
                ? await caller.CallAsync(exchange, scope, candidate.Pod, Phases.Aggregated)
                : await connector.RunAsync(exchange, scope, candidate);
            if (result.Status == CallStatus.Over) return result.Error;
            if (attempts == most || !budget.TryTake()) return FailureOf(candidate);
            if (policy.Interval > TimeSpan.Zero) await Task.Delay(policy.Interval, clock, exchange.Aborted);
        }
    }

    private static GatewayError FailureOf(Candidate last) => last.Prefill is null ? GatewayErrors.AllAttemptsFailed : GatewayErrors.AllPairsFailed;
}
