using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// The outermost middleware: one <c>http</c> scope per request. Metrics, access line, span and debug page all come from that scope, so no
/// handler counts or logs a request by hand.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>Excluded paths: the server span is marked unrecorded, nothing begins.</item>
/// <item>The scope begins with what is known of the request, and becomes a feature. Paths that are not traced keep it, and lose their span.</item>
/// <item>The pipeline runs. It returns when the handler wrote its last byte, of a stream too; the terminator of a chunked body follows
/// afterwards, so whoever has read an answer to its end finds it counted.</item>
/// <item>What it threw becomes a status without internal text, or a cut connection when the answer had begun.</item>
/// <item>Route, status, sizes and outcome are written down and the scope ends.</item>
/// <item>An answer that cannot be finished is left to the server to break off.</item>
/// </list>
/// </remarks>
internal sealed class RequestScopeMiddleware(RequestDelegate next, VitrineTelemetry telemetry, VitrineOptions options, ExcludedPaths excluded, ShutdownDrain drain)
{
    private readonly HttpScopeOptions _http = options.Http;
    private readonly ClientAddresses _clients = new();
    private readonly PathSet _untraced = new(options.Http.UntracedPaths);

    public Task InvokeAsync(HttpContext context)
    {
        // Step 1: excluded paths.
        var path = context.Request.Path.Value ?? "";
        var isExcluded = excluded.Contains(path);
        if ((isExcluded || _untraced.Contains(path)) && ActivityOf(context) is { } span) Unrecord(span);
        return isExcluded ? next(context) : InvokeScopedAsync(context);
    }

    private async Task InvokeScopedAsync(HttpContext context)
    {
        // Step 2: the scope.
        using var operation = Begin(context);
        var feature = new OperationFeature(context, operation);
        context.Features.Set<IOperationFeature>(feature);
        using var cut = drain.Watch(feature);
        try
        {
            // Step 3: the pipeline.
            await next(context);
        }
        catch (Exception e)
        {
            // Step 4: what it threw.
            await AnswerAsync(context, feature, e);
        }

        // Step 5: the end.
        End(context, feature);

        // Step 6: an answer that cannot be finished.
        if (feature.IsUnfinished && context.Response.HasStarted) throw new UnfinishedAnswerException();
    }

    private Operation Begin(HttpContext context)
    {
        var request = context.Request;
        var requestId = RequestIds.Of(request.Headers, _http.RequestIdHeader);
        if (_http.AnswerRequestId) context.Response.Headers[_http.RequestIdHeader] = requestId;
        var operation = telemetry.BeginHosted(HttpKinds.Http, ActivityOf(context))
            .Set(HttpFacts.Method, request.Method)
            .Set(HttpFacts.Path, request.Path.Value)
            .Set(HttpFacts.Target, context.Features.Get<IHttpRequestFeature>()?.RawTarget)
            .Set(HttpFacts.Protocol, request.Protocol)
            .Set(HttpFacts.ClientAddress, _clients.Of(context.Connection))
            .Set(HttpFacts.RequestId, requestId);
        var userAgent = request.Headers.UserAgent;
        if (userAgent.Count > 0) operation.Set(HttpFacts.UserAgent, userAgent[0]);
        return operation.Opened();
    }

    private async Task AnswerAsync(HttpContext context, OperationFeature feature, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException) return;
        var refusal = Refusal.Of(exception);
        if (refusal.Status >= StatusCodes.Status500InternalServerError)
        {
            feature.Operation.Set(HttpFacts.Unhandled, true).Set(CoreFacts.ExceptionStacktrace, exception.ToString());
        }

        feature.Outcome ??= refusal.Status >= StatusCodes.Status500InternalServerError ? Outcome.Error : Outcome.Rejected;
        feature.ErrorType ??= refusal.Type ?? exception.GetType().FullName;
        feature.ErrorMessage ??= exception.Message;
        if (context.Response.HasStarted)
        {
            // A truncated answer must not look like a whole one.
            feature.IsUnfinished = true;
            return;
        }

        await refusal.WriteAsync(context, _http);
    }

    private void End(HttpContext context, OperationFeature feature)
    {
        var operation = feature.Operation;
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route }) operation.Set(HttpFacts.Route, route);
        if (context.Request.ContentLength is { } requestBytes) operation.Set(HttpFacts.RequestBodySize, requestBytes);
        if (context.Response.ContentLength is { } responseBytes) operation.Set(HttpFacts.ResponseBodySize, responseBytes);
        var left = context.RequestAborted.IsCancellationRequested;
        var status = !left || context.Response.HasStarted ? context.Response.StatusCode : feature.WasCut ? StatusCodes.Status503ServiceUnavailable : StatusOutcomes.ClientClosedRequest;
        operation.Set(HttpFacts.StatusCode, status);
        if (feature.WasCut) drain.CountDropped();
        var outcome = feature.Outcome ?? (feature.WasCut ? Outcome.Error : left ? Outcome.Cancelled : StatusOutcomes.Of(status));
        if (outcome == Outcome.Ok)
        {
            operation.End(Outcome.Ok);
            return;
        }

        var errorType = feature.ErrorType ?? operation.Get(CoreFacts.ErrorType) ?? Reason(feature, left, status);
        operation.End(outcome, errorType, feature.ErrorMessage ?? operation.Get(CoreFacts.ErrorMessage));
    }

    private static string? Reason(OperationFeature feature, bool left, int status) =>
        feature.WasCut ? "shutdown" : left ? "client_left" : StatusOutcomes.ErrorType(status);

    private static Activity? ActivityOf(HttpContext context) => context.Features.Get<IHttpActivityFeature>()?.Activity ?? Activity.Current;

    /// <summary>A sampler knows no path, and a sampled parent overrules it: this is where a probe's span is kept from being exported.</summary>
    private static void Unrecord(Activity span)
    {
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
