using System.Globalization;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Guards;

/// <summary>
/// Asks who calls and whether it may: an allow-list of names, and a limit of requests per caller with its <c>X-RateLimit-*</c> headers. Excluded paths,
/// probes and scrapes, stay open.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>Who calls, for every signal of the request.</item>
/// <item>A name from a peer that may not give one is refused.</item>
/// <item>A caller that is not on the list is refused; one that is leaves an <c>allowed</c> behind.</item>
/// <item>One request is taken from the caller's window. A caller that nobody vouches for is counted by its address, so that a new name wins it nothing.</item>
/// </list>
/// </remarks>
internal sealed class CallerGuardMiddleware
{
    public const string AllowList = "allow_list";
    public const string CallerHeader = "caller_header";
    public const string RateLimit = "rate_limit";

    private readonly RequestDelegate _next;
    private readonly CallerGuardOptions _options;
    private readonly VitrineOptions _service;
    private readonly CallerNames _callers;
    private readonly PathSet _limited;
    private readonly WindowLimit? _limit;
    private readonly Refusal _tooMany;

    public CallerGuardMiddleware(RequestDelegate next, CallerGuardOptions options, VitrineOptions service)
    {
        (_next, _options, _service) = (next, options, service);
        _callers = new CallerNames(options);
        _limited = new PathSet(options.LimitedPaths);
        _limit = options.RequestsPerWindow is { } most ? new WindowLimit(most, options.Window, service.Clock) : null;
        _tooMany = new Refusal(StatusCodes.Status429TooManyRequests, RateLimit, $"Rate limit exceeded: {options.WindowText}");
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (context.TryOperation() is not { } http) return _next(context);
        Refusal? refusal;
        using (var guard = http.Begin(GuardKinds.Guard))
        {
            refusal = Ask(context, http);
            guard.End(refusal is null ? Outcome.Ok : Outcome.Rejected);
        }

        return refusal is null ? _next(context) : RefuseAsync(context, refusal);
    }

    private Refusal? Ask(HttpContext context, Operation http)
    {
        // Step 1: who calls.
        var caller = _callers.Of(context);
        http.Set(HttpFacts.Caller, caller.Name);

        // Step 2: a name that is not believed.
        if (caller.Trust == CallerTrust.Forged)
        {
            http.Refuse(CallerHeader, peer: CallerNames.AddressOf(context.Connection.RemoteIpAddress));
            return _options.NotBelieved;
        }

        // Step 3: the list. Who has a key is on it.
        var isListed = _options.AllowedCallers?.Contains(caller.Name) ?? false;
        if (_options.AllowedCallers is not null)
        {
            if (!isListed && caller.Trust != CallerTrust.Key)
            {
                http.Refuse(AllowList, peer: CallerNames.AddressOf(context.Connection.RemoteIpAddress));
                return _options.NotAllowed;
            }

            http.Admit(AllowList);
        }

        // Step 4: the window.
        if (_limit is null || !_limited.Contains(context.Request.Path.Value ?? "")) return null;
        var counted = isListed || caller.Trust == CallerTrust.Key ? caller.Name : CallerNames.AddressOf(context.Connection.RemoteIpAddress) ?? caller.Name;
        return Take(context, http, _limit, counted);
    }

    private Refusal? Take(HttpContext context, Operation http, WindowLimit limit, string caller)
    {
        var isTaken = limit.TryTake(caller, out var remaining, out var resetsAt);
        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = Text(limit.Limit);
        headers["X-RateLimit-Remaining"] = Text(remaining);
        headers["X-RateLimit-Reset"] = Text(resetsAt.ToUnixTimeSeconds());
        if (isTaken) return null;
        headers.RetryAfter = Text((long)Math.Ceiling(Math.Max(1, (resetsAt - _service.Clock.GetUtcNow()).TotalSeconds)));
        http.Refuse(RateLimit, _options.WindowText);
        return _tooMany;
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        context.EndAs(Outcome.Rejected, refusal.Type, refusal.Message);
        context.Response.StatusCode = refusal.Status;
        return _service.Http.WriteRefusal(context, refusal);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
