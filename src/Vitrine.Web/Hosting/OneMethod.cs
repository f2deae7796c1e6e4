namespace Vitrine.Web.Hosting;

/// <summary>Paths that know one method. Others are answered 405 by the same endpoint, so that the request is counted under its path.</summary>
internal static class OneMethod
{
    /// <summary>Maps such a path; one that knows GET knows HEAD.</summary>
    public static IEndpointConventionBuilder MapOnly(this IEndpointRouteBuilder endpoints, string method, string path, RequestDelegate handler) =>
        endpoints.Map(path, context => HttpMethods.Equals(context.Request.Method, method) || (HttpMethods.IsGet(method) && HttpMethods.IsHead(context.Request.Method))
            ? handler(context)
            : RefuseAsync(context, method));

    private static Task RefuseAsync(HttpContext context, string method)
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = HttpMethods.IsGet(method) ? "GET, HEAD" : method;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("Method not allowed", context.RequestAborted);
    }
}
