using System.Text.Json;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Identity;

/// <summary>Lets only callers with a verified token in, and writes down who they are. Excluded paths stay open. Its 401 are logged, and counted as no inference.</summary>
internal sealed class TokenMiddleware(RequestDelegate next, KeyRing keys, GatewayOptions options)
{
    private const string Bearer = "Bearer ";
    private const string ErrorType = "invalid_token";

    public async Task InvokeAsync(HttpContext context)
    {
        // No scope means an excluded path: probes carry no tokens.
        if (context.TryOperation() is not { } http)
        {
            await next(context);
            return;
        }

        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            Refuse(context, "Authorization header missing or invalid");
            return;
        }

        var verdict = await keys.VerifyAsync(header[Bearer.Length..].Trim(), context.RequestAborted);
        if (verdict.Subject is not { } subject)
        {
            Refuse(context, $"Unauthorized: {verdict.Problem}");
            return;
        }

        http.Set(HttpFacts.UserId, subject);
        // It was meant for the gateway: a pod that logs its headers, or its operator, could act as the caller.
        if (options.Auth is not { ForwardsToken: true }) context.Request.Headers.Remove("Authorization");
        await next(context);
    }

    private static void Refuse(HttpContext context, string message)
    {
        context.EndAs(Outcome.Rejected, ErrorType, message);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.ContentType = "application/json; charset=utf-8";
        using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("error"u8, message);
        json.WriteEndObject();
    }
}
