using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Web.Hosting;

namespace Vitrine.Web.Roles;

/// <summary><c>GET /roles</c>, and what the roles show of themselves at <c>/roles/{name}/…</c>. None of it opens a scope: looking moves nothing here.</summary>
internal static class RoleEndpoints
{
    /// <summary>What stands before every path of a role.</summary>
    public const string Root = "/roles";

    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapRoles(this IEndpointRouteBuilder endpoints)
    {
        var directory = endpoints.ServiceProvider.GetRequiredService<RoleDirectory>();
        var proxy = endpoints.ServiceProvider.GetRequiredService<RoleProxy>();
        endpoints.MapPredictions();
        endpoints.MapMethods(Root, s_methods, context => ListAsync(context, directory.All)).WithDisplayName("roles");
        // A WebSocket over HTTP/2 begins with CONNECT (RFC 8441).
        endpoints.MapMethods(Root + "/{role}/{**path}", [.. s_methods, HttpMethods.Connect], context => ShowAsync(context, directory, proxy)).WithDisplayName("role");
    }

    private static async Task ListAsync(HttpContext context, IReadOnlyList<RoleTarget> roles)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("roles"u8);
        foreach (var role in roles) Write(json, role);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RoleTarget role)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, role.Name);
        json.WriteString("pack"u8, role.Pack);
        foreach (var page in (ReadOnlySpan<string>)["debug", "metrics", "health", "readiness"]) json.WriteString(page == "readiness" ? "ready" : page, $"{Root}/{role.Name}/{page}");
        json.WriteString("api"u8, role.Api.GetLeftPart(UriPartial.Authority));
        json.WriteEndObject();
    }

    private static Task ShowAsync(HttpContext context, RoleDirectory directory, RoleProxy proxy)
    {
        var (name, path) = ((string)context.Request.RouteValues["role"]!, (string?)context.Request.RouteValues["path"] ?? "");
        if (directory.Find(name) is not { } role)
            return Refusals.WriteAsync(context, StatusCodes.Status404NotFound, "unknown_role", $"There is no role '{name}' here. Roles: {string.Join(", ", directory.All.Select(each => each.Name))}.");
        if (IsRewritten(context) || RolePaths.Resolve(role, path, context.Request.QueryString.Value ?? "") is not { } page)
            return Refusals.DenyAsync(context, StatusCodes.Status404NotFound, "not_shown", $"The console does not show this path of '{name}'. Shown are {RolePaths.Shown}.");
        return proxy.ForwardAsync(context, role, page);
    }

    // Escapes and dot segments that the server has taken out already: whoever needs them wants to be misread.
    private static bool IsRewritten(HttpContext context)
    {
        var sent = context.Features.Get<IHttpRequestFeature>()!.RawTarget.AsSpan();
        var end = sent.IndexOf('?');
        return !(end < 0 ? sent : sent[..end]).SequenceEqual(context.Request.Path.Value);
    }
}
