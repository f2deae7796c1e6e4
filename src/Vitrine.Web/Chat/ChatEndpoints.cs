using System.Net.Http.Headers;
using Vitrine.Web.Health;
using Vitrine.Web.Hosting;
using Vitrine.Web.Reports;
using Vitrine.Web.Summary;

namespace Vitrine.Web.Chat;

/// <summary>Everything that the chat answers on the console's origin.</summary>
internal static class ChatEndpoints
{
    /// <summary>The answer as bare text, or as events to a page that accepts <c>text/event-stream; v=1</c>.</summary>
    public const string ChatPath = "/chat";

    /// <summary>The answer as events.</summary>
    public const string EventsPath = "/chat/sse";

    /// <summary>Maps the chat, the models, what pages and engines report, the summary, health and readiness.</summary>
    public static void MapChat(this IEndpointRouteBuilder endpoints)
    {
        endpoints.ServiceProvider.DescribeChat();
        endpoints.MapOnly(HttpMethods.Post, ChatPath, context => AnswerAsync(context, WantsEvents(context.Request)));
        endpoints.MapOnly(HttpMethods.Post, EventsPath, context => AnswerAsync(context, asEvents: true));
        endpoints.MapOnly(HttpMethods.Get, "/models", ModelsEndpoint.AnswerAsync);
        endpoints.MapReports();
        endpoints.MapSummary();
        endpoints.MapChatHealth();
    }

    private static async Task AnswerAsync(HttpContext context, bool asEvents)
    {
        var identity = ChatIdentity.Answer(context);
        var service = context.RequestServices.GetRequiredService<ChatService>();
        if (!asEvents)
        {
            await service.AnswerAsync(context, new TextSink(context));
            return;
        }

        using var events = new EventSink(context, identity);
        await service.AnswerAsync(context, events);
    }

    /// <summary>Browsers and libraries send <c>text/event-stream</c> by themselves; only who names the version knows what comes.</summary>
    private static bool WantsEvents(HttpRequest request)
    {
        foreach (var accepted in request.Headers.GetCommaSeparatedValues("Accept"))
        {
            if (MediaTypeHeaderValue.TryParse(accepted, out var type) && type.MediaType == "text/event-stream" && type.Parameters.Any(static parameter => parameter is { Name: "v", Value: "1" })) return true;
        }

        return false;
    }
}
