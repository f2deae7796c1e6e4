using Microsoft.AspNetCore.Http.Features;
using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Parsing;

/// <summary>The first stage: reads the body, finds the model and measures the prompt. What it learns opens the inference.</summary>
/// <param name="maxBodyBytes">The longest body that is read.</param>
internal sealed class ParseStage(int maxBodyBytes = BodyReader.DefaultMaxBytes) : IStage
{
    /// <inheritdoc/>
    public Kind Scope => GatewayKinds.Parse;

    /// <inheritdoc/>
    public async ValueTask<GatewayError?> RunAsync(Exchange exchange, Operation scope)
    {
        var http = exchange.Context.Request;
        LiftServerLimit(exchange.Context);
        var (body, error) = await BodyReader.ReadAsync(http, maxBodyBytes, exchange.Aborted);
        if (body is null) return error;
        var path = http.Path.Value ?? "";
        ParsedRequest? request;
        if (IsRead(http, path, body)) (request, error) = RequestScanner.Scan(body, path);
        else request = RequestScanner.Unread(body, path);
        if (request is null) body.Dispose();
        else Describe(exchange, request);
        return error;
    }

    /// <summary>The server's own limit on bodies is lower than ours; one limit with one error is enough.</summary>
    private static void LiftServerLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
    }

    /// <summary>Whether the body is JSON that may name a model: always on the four known paths, elsewhere when the client calls it JSON and has not compressed it.</summary>
    private static bool IsRead(HttpRequest http, string path, RequestBody body)
    {
        if (HttpMethods.IsGet(http.Method) || HttpMethods.IsHead(http.Method) || HttpMethods.IsDelete(http.Method) || HttpMethods.IsOptions(http.Method)) return false;
        return RequestOperation.Of(path).IsKnown || (body.Length > 0 && http.HasJsonContentType() && http.Headers.ContentEncoding.Count == 0);
    }

    private static void Describe(Exchange exchange, ParsedRequest request)
    {
        exchange.Request = request;
        exchange.Usage.Input = request.InputTokens;
        exchange.Inference.Set(GenAiFacts.OperationName, request.OperationName).Set(GenAiFacts.Stream, request.Stream);
        if (request.MaxTokens is { } limit) exchange.Inference.Set(GenAiFacts.MaxTokens, limit);
        if (request.NamesModel) exchange.Inference.Set(GenAiFacts.RequestModel, request.Model).Set(GenAiFacts.InputTokens, request.InputTokens).Opened();
    }
}
