using Vitrine.Web.Hosting;

namespace Vitrine.Web.Roles;

/// <summary>
/// <c>POST /roles/{name}/v1/predict/single</c>: a page asks a forecaster what comes next of a series that it draws. Nothing else is asked of a role than to
/// show itself. The caller is the console, under the name that the forecaster's document gives to its frontend; the body is the page's.
/// </summary>
internal static class PredictionEndpoint
{
    private const string Page = "/v1/predict/single";
    private const string Pack = "kronos";
    private const string CallerHeader = "X-Container-Name";
    private const string Caller = "frontend-app";

    // A page draws some hundred candles of a hundred bytes.
    private const int MaxBodyBytes = 256 * 1024;

    public static void MapPredictions(this IEndpointRouteBuilder endpoints)
    {
        var directory = endpoints.ServiceProvider.GetRequiredService<RoleDirectory>();
        var proxy = endpoints.ServiceProvider.GetRequiredService<RoleProxy>();
        endpoints.MapPost(RoleEndpoints.Root + "/{role}" + Page, context => AskAsync(context, directory, proxy)).WithDisplayName("prediction");
    }

    private static async Task AskAsync(HttpContext context, RoleDirectory directory, RoleProxy proxy)
    {
        var name = (string)context.Request.RouteValues["role"]!;
        if (directory.Find(name) is not { Pack: Pack } role)
        {
            await Refusals.WriteAsync(context, StatusCodes.Status404NotFound, "unknown_role", $"There is no forecaster '{name}' here. Start one with vitrine up, or name it with --role.");
            return;
        }

        if (await RequestBody.ReadAsync(context.Request, MaxBodyBytes) is not { } body)
        {
            await Refusals.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The console passes on questions of at most {MaxBodyBytes / 1024} KiB. Ask the forecaster itself.");
            return;
        }

        using var question = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        question.Headers.Add(CallerHeader, Caller);
        await proxy.ForwardAsync(context, role, new Uri(role.Api, Page), question);
    }
}
