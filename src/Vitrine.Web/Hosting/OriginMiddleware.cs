using Vitrine.Web.Roles;

namespace Vitrine.Web.Hosting;

/// <summary>
/// Lets pages of this origin alone change anything and read what the roles show: a page of another origin, in the same browser, could do both
/// with its user's powers. Programs name no origin, and pass; so does a link that opens a page.
/// </summary>
internal sealed class OriginMiddleware(RequestDelegate next)
{
    private const string ErrorType = "cross_origin";

    public Task InvokeAsync(HttpContext context)
    {
        if (!IsGuarded(context.Request) || IsOwn(context.Request)) return next(context);
        var origin = context.Request.Headers.Origin is [{ Length: > 0 } named] ? $"The origin '{named}'" : "Another site";
        return Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, ErrorType, $"{origin} may not ask this: only the console's own pages and programs may. Open the console itself.");
    }

    private static bool IsGuarded(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || request.Path.StartsWithSegments(RoleEndpoints.Root, StringComparison.OrdinalIgnoreCase) || request.Headers.Upgrade.Count > 0;

    private static bool IsOwn(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [] or ["same-origin" or "none"] && (request.Headers.Origin is [] || IsOwn(request.Headers.Origin, request.Host));

    // The scheme may differ: whoever stands in front may have ended TLS.
    private static bool IsOwn(string? origin, HostString host) => Uri.TryCreate(origin, UriKind.Absolute, out var url) && string.Equals(url.Authority, AuthorityOf(url.Scheme, host), StringComparison.OrdinalIgnoreCase);

    private static string AuthorityOf(string scheme, HostString host) => Uri.TryCreate($"{scheme}://{host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";
}
