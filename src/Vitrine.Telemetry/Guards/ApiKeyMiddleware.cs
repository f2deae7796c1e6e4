using System.Security.Principal;
using System.Text;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Guards;

/// <summary>
/// Refuses callers without a key: <c>Authorization: Bearer KEY</c>, <c>X-Api-Key: KEY</c>, or as the password of a browser. Excluded paths, health
/// among them, stay open, but for those that <see cref="HttpScopeOptions.GuardedPaths"/> names: these have no scope, so the user of the request tells
/// who asked, and a point who was refused.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, VitrineOptions options, ITelemetry telemetry)
{
    /// <summary><c>error.type</c> of a refusal.</summary>
    public const string ErrorType = "invalid_api_key";

    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    // A browser asks its user by the second, and shows what was typed with every request from then on.
    private static readonly string[] s_challenges = ["Bearer", "Basic realm=\"vitrine\", charset=\"UTF-8\""];
    private static readonly Refusal s_refusal = new(StatusCodes.Status401Unauthorized, ErrorType, "This service wants an API key: send 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'.");

    private readonly PathSet _guarded = new(options.Http.GuardedPaths);

    public Task InvokeAsync(HttpContext context)
    {
        // No scope means an excluded path: probes carry no keys.
        var operation = context.TryOperation();
        if (operation is null && !_guarded.Contains(context.Request.Path.Value ?? "")) return next(context);
        if (keys.NameOf(Presented(context.Request.Headers)) is { } name)
        {
            if (operation is null) Name(context, name);
            else operation.Set(HttpFacts.Caller, name);
            return next(context);
        }

        if (operation is null)
        {
            telemetry.Point(AuditKinds.AccessRefused).Set(HttpFacts.Path, context.Request.Path.Value).Set(CoreFacts.ErrorType, ErrorType)
                .Set(GuardFacts.PeerAddress, CallerNames.AddressOf(context.Connection.RemoteIpAddress)).Emit();
        }

        return RefuseAsync(context, options.Http.WriteRefusal);
    }

    /// <summary>Lets whoever answers a request without a scope know whose key it carries.</summary>
    public static void Name(HttpContext context, string name) => context.User = new GenericPrincipal(new GenericIdentity(name, "API key"), null);

    /// <summary>The key a request carries, or nothing.</summary>
    public static ReadOnlySpan<char> Presented(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization;
        if (authorization is [{ } bearer] && bearer.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return bearer.AsSpan(Bearer.Length).Trim();
        if (authorization is [{ } basic] && basic.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return PasswordOf(basic[Basic.Length..]);
        return headers.TryGetValue("X-Api-Key", out var key) && key is [{ } sent] ? sent.AsSpan().Trim() : default;
    }

    /// <summary>Answers 401 and says so to the request's scope.</summary>
    public static Task RefuseAsync(HttpContext context, Func<HttpContext, Refusal, Task> write)
    {
        context.EndAs(Outcome.Rejected, ErrorType, "The caller presented no known API key.");
        context.Response.StatusCode = s_refusal.Status;
        context.Response.Headers.WWWAuthenticate = s_challenges;
        return write(context, s_refusal);
    }

    // RFC 7617: base64 of "user:password". Nobody looks at the user.
    private static ReadOnlySpan<char> PasswordOf(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials.Trim(), bytes, out var length)) return default;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.AsSpan(text.IndexOf(':') + 1);
    }
}
