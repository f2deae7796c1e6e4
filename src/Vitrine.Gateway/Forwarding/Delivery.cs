using System.Diagnostics;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Responding;
using Vitrine.Telemetry.Hosting;
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
        return await EndAsync(exchange, scanner, result, client.StatusCode);
    }

    private async ValueTask<GatewayError?> EndAsync(Exchange exchange, UsageScanner scanner, PumpResult result, int status)
    {
        switch (result.Outcome)
        {
            case PumpOutcome.Complete when !IsTruncated(exchange, scanner, status):
                return status < StatusCodes.Status400BadRequest ? null : GatewayErrors.UpstreamResponse(status);
            case PumpOutcome.ClientLeft:
                return exchange.WasCut ? GatewayErrors.Shutdown : GatewayErrors.ClientLeft;
            case PumpOutcome.ClientSlow:
                exchange.Context.Abort();
                return GatewayErrors.ClientSlow;
            default:
                await TakeBackAsync(exchange, result);
                return result.Outcome == PumpOutcome.UpstreamIdle ? GatewayErrors.UpstreamTimeout(limits.Upstream) : GatewayErrors.UpstreamCut;
        }
    }

    /// <summary>
    /// Whether a stream of a chat or completion ended as if it were whole but is not: it has neither its <c>[DONE]</c> nor a reason to have finished,
    /// and told of no error. A pod that is killed behind a proxy of its own looks like this.
    /// </summary>
    private static bool IsTruncated(Exchange exchange, UsageScanner scanner, int status) =>
        status == StatusCodes.Status200OK
        && scanner is EventStreamScanner { Facts: { IsDone: false, FinishReason: null, HasError: false } }
        && exchange.Request is { Stream: true, OperationName: RequestOperation.Chat or RequestOperation.TextCompletion };

    /// <summary>A truncated answer must not look like a whole one: it is cut, or, when nothing of it has reached the client, the gateway's own error stands in its place.</summary>
    private static async ValueTask TakeBackAsync(Exchange exchange, PumpResult result)
    {
        var client = exchange.Context.Response;
        if (result.Bytes > 0 || client.HasStarted)
        {
            if (!client.HasStarted) await client.StartAsync();
            exchange.Context.LeaveUnfinished();
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
