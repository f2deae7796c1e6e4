using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Guards;

/// <summary>Refuses callers without a key: <c>Authorization: Bearer KEY</c> or <c>X-Api-Key: KEY</c>. Excluded paths, health among them, stay open.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, VitrineOptions options)
{
    /// <summary><c>error.type</c> of a refusal.</summary>
    public const string ErrorType = "invalid_api_key";

    private const string Bearer = "Bearer ";
    private static readonly Refusal s_refusal = new(StatusCodes.Status401Unauthorized, ErrorType, "This service wants an API key: send 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'.");

    public Task InvokeAsync(HttpContext context)
    {
        // No scope means an excluded path: probes carry no keys.
        if (context.TryOperation() is not { } operation) return next(context);
        if (keys.NameOf(Presented(context.Request.Headers)) is { } name)
        {
            operation.Set(HttpFacts.Caller, name);
            return next(context);
        }

        return RefuseAsync(context, options.Http.WriteRefusal);
    }

    /// <summary>The key a request carries, or nothing.</summary>
    public static ReadOnlySpan<char> Presented(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization;
        if (authorization is [{ } bearer] && bearer.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return bearer.AsSpan(Bearer.Length).Trim();
        return headers.TryGetValue("X-Api-Key", out var key) && key is [{ } sent] ? sent.AsSpan().Trim() : default;
    }

    /// <summary>Answers 401 and says so to the request's scope.</summary>
    public static Task RefuseAsync(HttpContext context, Func<HttpContext, Refusal, Task> write)
    {
        context.EndAs(Outcome.Rejected, ErrorType, "The caller presented no known API key.");
        context.Response.StatusCode = s_refusal.Status;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return write(context, s_refusal);
    }
}
