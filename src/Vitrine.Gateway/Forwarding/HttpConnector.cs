using System.Diagnostics;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Scheduling;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Forwarding;

/// <summary>
/// The pods share their cache by themselves: the prompt goes to the one as a request for a single token, then the whole request to the other.
/// A failed pair is one attempt.
/// </summary>
internal sealed class HttpConnector(PodCaller caller) : IConnector
{
    public string Name => "http";

    public async ValueTask<CallResult> RunAsync(Exchange exchange, Operation forward, Candidate pair)
    {
        var began = Stopwatch.GetTimestamp();
        var prefill = await caller.CallAsync(exchange, forward, pair.Prefill!, Phases.Prefill);
        exchange.Inference.Set(GatewayFacts.PrefillDuration, Stopwatch.GetElapsedTime(began));
        if (prefill.Status != CallStatus.Done) return prefill;
        began = Stopwatch.GetTimestamp();
        var decode = await caller.CallAsync(exchange, forward, pair.Pod, Phases.Decode);
        exchange.Inference.Set(GatewayFacts.DecodeDuration, Stopwatch.GetElapsedTime(began));
        return decode;
    }
}
