using System.Diagnostics;
using System.Net;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Polling;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Forwarding;

/// <summary>Makes one call of one pod: an <c>attempt</c> scope, whose status and error are its own.</summary>
/// <remarks>
/// <list type="number">
/// <item>The attempt opens, and the pod has one more on flight.</item>
/// <item>The request is sent; connecting and waiting for the response's begin are bounded.</item>
/// <item>No connection, a broken one, or a status of 500 and above: nothing has reached the client, so another pod may be tried.</item>
/// <item>No answer in time ends the request: the work may still run in the pod, and a second pod would double it.</item>
/// <item>Every other answer is delivered, a refusal as it is; or read to its end when it was only a prefill.</item>
/// </list>
/// </remarks>
internal sealed class PodCaller(HttpMessageInvoker upstream, Delivery delivery, Ejection health, TimeSpan firstByteLimit, TimeProvider clock)
{
    private readonly PatienceSource _patience = new(clock);

    /// <summary>Calls a pod.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="forward">The scope that the attempt belongs to.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="phase"><c>aggregated</c>, <c>prefill</c> or <c>decode</c>.</param>
    public async ValueTask<CallResult> CallAsync(Exchange exchange, Operation forward, Pod pod, string phase)
    {
        // Step 1: the attempt.
        using var attempt = forward.Begin(GatewayKinds.Attempt).Set(GatewayFacts.Phase, phase).Set(GatewayFacts.Pod, pod.Id.Name).Opened();
        pod.Enter();
        try
        {
            return await CallAsync(exchange, attempt, pod, phase == Phases.Prefill);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            attempt.End(Outcome.Cancelled, GatewayErrors.ClientLeft.Type);
            throw;
        }
        finally
        {
            exchange.AttemptTime += attempt.Duration;
            pod.Leave();
        }
    }

    private async ValueTask<CallResult> CallAsync(Exchange exchange, Operation attempt, Pod pod, bool isPrefill)
    {
        // Step 2: send.
        using var request = UpstreamRequest.Create(exchange, attempt, pod, isPrefill ? RewriteForm.Prefill : RewriteForm.Whole);
        var limit = exchange.Route!.Target.Server.Timeout ?? firstByteLimit;
        using var patience = _patience.Begin(exchange.Aborted);
        HttpResponseMessage response;
        try
        {
            patience.Allow(limit);
            response = await upstream.SendAsync(request, patience.Token);
            patience.Rest();
        }
        catch (OperationCanceledException) when (patience.IsOver)
        {
            // Step 4: no answer in time.
            health.ReportFailure(pod);
            var error = GatewayErrors.UpstreamTimeout(limit);
            attempt.End(Outcome.Timeout, error.Type, error.Message);
            return CallResult.Over(error);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !exchange.Aborted.IsCancellationRequested))
        {
            // Step 3: no connection, or a broken one.
            health.ReportFailure(pod);
            attempt.End(Outcome.Error, "upstream_transport", e.Message);
            return CallResult.TryNext;
        }

        using (response)
        {
            attempt.Set(HttpFacts.StatusCode, (int)response.StatusCode);
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
            {
                health.ReportFailure(pod);
                attempt.End(Outcome.Error, "upstream_response", $"the pod answered {(int)response.StatusCode}");
                return CallResult.TryNext;
            }

            // Step 5: the answer.
            health.ReportSuccess(pod);
            if (isPrefill && response.IsSuccessStatusCode) return await FinishPrefillAsync(exchange, attempt, response);
            exchange.Answered = pod;
            var failure = await delivery.RunAsync(exchange, response, patience, Stopwatch.GetElapsedTime(attempt.Root.StartTimestamp, attempt.StartTimestamp));
            attempt.End(failure?.Outcome ?? Outcome.Ok, failure?.Type, failure?.Message);
            return CallResult.Over(failure);
        }
    }

    /// <summary>The cache travels between the pods; of the answer only its end counts.</summary>
    private static async ValueTask<CallResult> FinishPrefillAsync(Exchange exchange, Operation attempt, HttpResponseMessage response)
    {
        try
        {
            await response.Content.CopyToAsync(Stream.Null, exchange.Aborted);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            attempt.End(Outcome.Error, "upstream_closed", e.Message);
            return CallResult.TryNext;
        }

        attempt.End(Outcome.Ok);
        return CallResult.Done;
    }
}
