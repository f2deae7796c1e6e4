using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Vitrine.Tests.Gateways;

/// <summary>A model server that answers what the prompt asks for: <c>wait 1200ms</c> before it answers. It has no metrics page.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedUpstream(WebApplication app) => _app = app;

    /// <summary>Scheme, host and port.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>Answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What it says it used.</summary>
    public (int Input, int Output) Usage { get; set; } = (12, 3);

    /// <summary>What it was asked.</summary>
    public List<JsonNode> Asked { get; } = [];

    public static async Task<ScriptedUpstream> StartAsync(params string[] models)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = new ScriptedUpstream(app);
        app.MapGet("/v1/models", () => Results.Json(new { @object = "list", data = models.Select(model => new { id = model }) }));
        app.MapPost("/v1/{**path}", upstream.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        lock (Asked) Asked.Add(body!);
        await Gate.WaitAsync(context.RequestAborted);
        var usage = new JsonObject { ["prompt_tokens"] = Usage.Input, ["completion_tokens"] = Usage.Output, ["total_tokens"] = Usage.Input + Usage.Output };
        if (body!["stream"]?.GetValue<bool>() != true)
        {
            var choice = new JsonObject { ["index"] = 0, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = "a b c" }, ["text"] = "a b c" };
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(new JsonObject { ["choices"] = new JsonArray(choice), ["usage"] = usage }.ToJsonString(), context.RequestAborted);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < Usage.Output; i++)
            await context.Response.WriteAsync("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a \"}}]}\n\n", context.RequestAborted);
        if (body["stream_options"]?["include_usage"]?.GetValue<bool>() == true)
            await context.Response.WriteAsync($"data: {new JsonObject { ["choices"] = new JsonArray(), ["usage"] = usage }.ToJsonString()}\n\n", context.RequestAborted);
        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
    }
}
