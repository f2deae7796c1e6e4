using System.Diagnostics;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Responding;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Forwarding;

/// <summary>Brings a pod's answer to the client, byte for byte and as it comes, and writes down what it said of itself.</summary>
internal sealed class Delivery(PumpLimits limits, TimeProvider clock)
{
    /// <summary>The answer's header with the decision, for clients that asked with <see cref="UpstreamRequest.ExplainHeader"/>.</summary>
    public const string DecisionHeader = "X-Vitrine-Decision";

    /// <summary>Delivers an answer.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="response">The pod's answer, begun; the caller disposes it.</param>
    /// <param name="patience">The call's patience, at rest.</param>
    /// <param name="attemptBegan">When its attempt began, from the request's begin.</param>
    /// <returns>Null for a whole answer that the pod calls a success.</returns>
    public async ValueTask<GatewayError?> RunAsync(Exchange exchange, HttpResponseMessage response, Patience patience, TimeSpan attemptBegan)
    {
        var client = exchange.Context.Response;
        client.StatusCode = (int)response.StatusCode;
        ResponseHeaders.Copy(response, client);
        if (exchange.Context.Request.Headers[UpstreamRequest.ExplainHeader] == "1" && exchange.Decision is { } decision) client.Headers[DecisionHeader] = decision.Json;
        using var scanner = UsageScanner.For(response.Content.Headers, exchange.Request!.AddsUsage);
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        var result = await new ResponsePump(scanner, patience, limits, clock).RunAsync(body, client.BodyWriter, client.ContentLength);
        Describe(exchange, scanner, result, attemptBegan);
        return ErrorOf(exchange, result, client.StatusCode);
    }

    private GatewayError? ErrorOf(Exchange exchange, in PumpResult result, int status)
    {
        switch (result.Outcome)
        {
            case PumpOutcome.Complete:
                return status < StatusCodes.Status400BadRequest ? null : GatewayErrors.UpstreamResponse(status);
            case PumpOutcome.ClientLeft:
                return exchange.WasCut ? GatewayErrors.Shutdown : GatewayErrors.ClientLeft;
            case PumpOutcome.ClientSlow:
                exchange.Context.Abort();
                return GatewayErrors.ClientSlow;
            default:
                TakeBack(exchange, result);
                return result.Outcome == PumpOutcome.UpstreamIdle ? GatewayErrors.UpstreamTimeout(limits.Upstream) : GatewayErrors.UpstreamCut;
        }
    }

    /// <summary>A truncated answer must not look like a whole one: it is cut, or, when nothing of it has reached the client, the gateway's own error stands in its place.</summary>
    private static void TakeBack(Exchange exchange, in PumpResult result)
    {
        var client = exchange.Context.Response;
        if (result.Bytes > 0 || client.HasStarted)
        {
            exchange.Context.Abort();
            return;
        }

        var requestId = client.Headers[UpstreamRequest.RequestIdHeader];
        client.Clear();
        client.Headers[UpstreamRequest.RequestIdHeader] = requestId;
        exchange.Answered = null;
    }

    /// <summary>The prompt's tokens stay the estimate that limits and shares were reckoned with; what the pod counted stands in the usage.</summary>
    private static void Describe(Exchange exchange, UsageScanner scanner, in PumpResult result, TimeSpan attemptBegan)
    {
        var facts = scanner.Facts;
        facts.WriteTo(ref exchange.Usage, scanner.CountedTokens);
        var usage = exchange.Usage;
        var inference = exchange.Inference
            .Set(GenAiFacts.OutputTokens, usage.Output)
            .Set(GenAiFacts.CachedTokens, usage.Cached)
            .Set(GatewayFacts.IsUsageEstimated, usage.IsEstimated);
        if ((exchange.Route!.UpstreamModel ?? exchange.Request!.Model) is { Length: > 0 } model) inference.Set(GenAiFacts.ResponseModel, model);
        if (facts.FinishReason is { } reason) inference.Set(GenAiFacts.FinishReason, reason);
        if (result.FirstTokenAt == 0) return;
        var first = Stopwatch.GetElapsedTime(exchange.Http.StartTimestamp, result.FirstTokenAt);
        inference.Set(GenAiFacts.RequestTimeToFirstToken, first).Set(GenAiFacts.TimeToFirstToken, first - attemptBegan);
        if (usage.Output > 1) inference.Set(GenAiFacts.TimePerOutputToken, Stopwatch.GetElapsedTime(result.FirstTokenAt, result.LastTokenAt) / (usage.Output - 1));
    }
}
