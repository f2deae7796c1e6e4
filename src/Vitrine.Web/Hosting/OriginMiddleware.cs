using Vitrine.Telemetry.Guards;
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
        if (!IsGuarded(context.Request) || SameOrigin.Holds(context.Request)) return next(context);
        var origin = context.Request.Headers.Origin is [{ Length: > 0 } named] ? $"The origin '{named}'" : "Another site";
        return Refusals.DenyAsync(context, StatusCodes.Status403Forbidden, ErrorType, $"{origin} may not ask this: only the console's own pages and programs may. Open the console itself.");
    }

    private static bool IsGuarded(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || request.Path.StartsWithSegments(RoleEndpoints.Root, StringComparison.OrdinalIgnoreCase) || request.Headers.Upgrade.Count > 0;
}
