using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Vitrine.Testing.Upstreams;

/// <summary>Ways in which model servers answer.</summary>
public static class Answers
{
    /// <summary>The end of a stream.</summary>
    public const string Done = "data: [DONE]\n\n";

    /// <summary>A whole chat with its usage.</summary>
    public static RequestDelegate Chat(int input, int output) => Json(200, ChatBody(input, output));

    /// <summary>The body of <see cref="Chat"/>.</summary>
    public static string ChatBody(int input, int output) =>
        $$$"""{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}}}}""";

    /// <summary>A JSON body with its length.</summary>
    public static RequestDelegate Json(int status, string body) => Body(status, "application/json", body);

    /// <summary>A body with its length.</summary>
    public static RequestDelegate Body(int status, string type, string body) => async context =>
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = (status, type, bytes.Length);
        await context.Response.Body.WriteAsync(bytes);
    };

    /// <summary>A whole stream of server-sent events, one flush each.</summary>
    public static RequestDelegate Events(params string[] events) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var one in events)
        {
            await context.Response.WriteAsync(one);
            await context.Response.Body.FlushAsync();
        }
    };

    /// <summary>An event that brings a piece of text.</summary>
    public static string Piece(string text) => $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{JsonEncodedText.Encode(text)}}}"}}]}""" + "\n\n";

    /// <summary>The event that <c>include_usage</c> adds.</summary>
    public static string Usage(int input, int output) => $$$"""data: {"choices":[],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}}}}""" + "\n\n";

    /// <summary>Cuts the connection before it has said anything.</summary>
    public static RequestDelegate HangUp { get; } = static context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };
}
