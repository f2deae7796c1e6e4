using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vitrine.Browser.Tests.Support;

/// <summary>An OpenAI-compatible model that says what a test wants, piece by piece.</summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedModel(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>What it says.</summary>
    public IReadOnlyList<string> Says { get; set; } = ["Hello ", "there."];

    /// <summary>The names it offers.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["scripted"];

    /// <summary>After the last piece it waits for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Completes when a caller left before the end.</summary>
    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<ScriptedModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var model = new ScriptedModel(app);
        app.MapGet("/v1/models", () => Results.Json(new { @object = "list", data = model.Models.Select(name => new { id = name }) }));
        app.MapPost("/v1/chat/completions", model.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return model;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        try
        {
            foreach (var piece in Says) await SendAsync(context, $$$"""{"choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(piece)}}}}}]}""");
            await Gate.WaitAsync(context.RequestAborted);
            await SendAsync(context, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
            await SendAsync(context, $$$"""{"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":{{{Says.Count}}},"total_tokens":{{{12 + Says.Count}}}}}""");
            await SendAsync(context, "[DONE]");
        }
        catch (OperationCanceledException)
        {
            Left.TrySetResult();
        }
    }

    private static async Task SendAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
