using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Vitrine.Gateway.Fleet;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Pipeline;

/// <summary>Takes a request through the stages. Everything that a client, a series, a line or a span learns of it follows from the scopes that open and end here.</summary>
/// <remarks>
/// <list type="number">
/// <item>The inference begins with its request, and the exchange takes the fleet in force.</item>
/// <item>Each stage runs in its scope, until one answers with an error.</item>
/// <item>An error that nobody has answered becomes a bare JSON string, as the document has it.</item>
/// <item>What the stages owe is settled in reverse order, whatever happened; behind an answer that is the respond scope.</item>
/// <item>The status is written down and the inference ends; the request's own scope ends after the handler.</item>
/// </list>
/// </remarks>
/// <param name="fleet">The fleet in force.</param>
/// <param name="userHeader">A header that names the caller where nothing stronger does, or null to trust none.</param>
/// <param name="stages">The stages, in order; what those among them owe that are settlements is settled in reverse.</param>
/// <param name="afterwards">What is settled last: figures that need the whole request.</param>
internal sealed class GatewayPipeline(FleetState fleet, string? userHeader, IReadOnlyList<IStage> stages, IReadOnlyList<ISettlement> afterwards)
{
    private readonly IStage[] _stages = [.. stages];
    private readonly ISettlement[] _settlements = [.. stages.OfType<ISettlement>().Reverse(), .. afterwards];

    /// <summary>Answers a request.</summary>
    public async Task RunAsync(HttpContext context)
    {
        // Step 1: the exchange.
        var http = context.Operation();
        using var inference = http.Begin(InferenceKinds.Inference, http.StartTimestamp);
        var exchange = new Exchange(context, http, inference, fleet.Current) { Caller = CallerOf(context, http) };
        try
        {
            // Step 2: the stages.
            exchange.Error = await RunStagesAsync(exchange);

            // Step 3: an error of our own.
            if (exchange is { Error: { } error, Answered: null } && !context.Response.HasStarted) Answer(context.Response, error);
        }
        catch (Exception e)
        {
            // A mistake of ours. What the client reads of it is the outermost middleware's.
            exchange.Error = GatewayErrors.Unhandled(e);
            throw;
        }
        finally
        {
            // Step 4: what is owed.
            Settle(exchange);

            // Step 5: the end.
            End(exchange);
            exchange.Request?.Dispose();
        }
    }

    /// <summary>The subject of a verified token, the name of an API key, or what the trusted header says.</summary>
    private Caller CallerOf(HttpContext context, Operation http)
    {
        if (http.Get(HttpFacts.UserId) is { Length: > 0 } subject) return new Caller(subject);
        if (http.Get(HttpFacts.Caller) is not { } name) name = userHeader is null ? "" : context.Request.Headers[userHeader].ToString();
        if (name.Length > 0) http.Set(HttpFacts.UserId, name);
        return new Caller(name);
    }

    private async ValueTask<GatewayError?> RunStagesAsync(Exchange exchange)
    {
        // The first stage has been running since the request's first byte, and each other one since the end of the one before it.
        var began = exchange.Http.StartTimestamp;
        foreach (var stage in _stages)
        {
            using var scope = exchange.Inference.Begin(stage.Scope, began);
            GatewayError? error;
            try
            {
                error = await stage.RunAsync(exchange, scope);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException && exchange.Aborted.IsCancellationRequested)
            {
                error = exchange.WasCut ? GatewayErrors.Shutdown : GatewayErrors.ClientLeft;
            }

            scope.End(error?.Outcome ?? Outcome.Ok, error?.Type, error?.Message);
            if (error is not null) return error;
            began = scope.EndTimestamp;
        }

        return null;
    }

    private void Settle(Exchange exchange)
    {
        using var respond = exchange.Answered is null ? null : exchange.Inference.Begin(GatewayKinds.Respond);
        foreach (var settlement in _settlements) settlement.Settle(exchange);
        if (respond is null) return;
        exchange.Inference.Set(GatewayFacts.Overhead, exchange.Http.Duration - exchange.AttemptTime);
        respond.End(Outcome.Ok);
    }

    private static void Answer(HttpResponse response, GatewayError error)
    {
        if (error.Outcome == Outcome.Cancelled) return;
        var body = JsonSerializer.SerializeToUtf8Bytes(error.Message, ErrorJson.Readable.String);
        response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait) response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        // Not flushed: whoever has read it to its end finds it counted.
        response.BodyWriter.Write(body);
    }

    private static void End(Exchange exchange)
    {
        var status = exchange.Error is { } known && !exchange.Context.Response.HasStarted ? known.Status : exchange.Context.Response.StatusCode;
        exchange.Http.Set(HttpFacts.StatusCode, status);
        if (exchange.Error is { } error)
        {
            exchange.Context.EndAs(error.Outcome, error.Type, error.Message);
            exchange.Inference.End(error.Outcome, error.Type, error.Message);
            return;
        }

        exchange.Inference.End(Outcome.Ok);
    }
}
