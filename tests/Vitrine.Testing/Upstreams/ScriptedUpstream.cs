using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Vitrine.Testing.Upstreams;

/// <summary>A model server on a port of the system's choice that answers as a test says and keeps what it received. Polls are answered beside the script.</summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RequestDelegate> _next = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly Channel<ReceivedRequest> _arrivals = Channel.CreateUnbounded<ReceivedRequest>();

    private ScriptedUpstream()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Its API.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>How it answers when no script is left.</summary>
    public RequestDelegate Answer { get; set; } = Answers.Chat(5, 7);

    /// <summary>How it answers polls of its metrics.</summary>
    public RequestDelegate Metrics { get; set; } = static context =>
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    /// <summary>The key without which it answers 401 to everything, or null.</summary>
    public string? Key { get; set; }

    /// <summary>The models that it lists.</summary>
    public string[] Models { get; set; } = ["llama"];

    /// <summary>Every request so far, polls left out.</summary>
    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public static async Task<ScriptedUpstream> StartAsync(RequestDelegate? answer = null)
    {
        var upstream = new ScriptedUpstream();
        if (answer is not null) upstream.Answer = answer;
        await upstream._app.StartAsync();
        return upstream;
    }

    /// <summary>Answers the next request without a script so.</summary>
    public void Next(RequestDelegate answer) => _next.Enqueue(answer);

    /// <summary>The next request that nobody has taken here yet; waits for it.</summary>
    public async Task<ReceivedRequest> ReceiveAsync()
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        return await _arrivals.Reader.ReadAsync(deadline.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (Key is not null && context.Request.Headers.Authorization != $"Bearer {Key}") context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else if (path == "/metrics") await Metrics(context);
        else if (path == "/v1/models") await Answers.Json(200, $$"""{"data":[{{string.Join(',', Models.Select(model => $$"""{"id":"{{JsonEncodedText.Encode(model)}}"}"""))}}]}""")(context);
        else
        {
            using var body = new StreamReader(context.Request.Body);
            var received = new ReceivedRequest(context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, new HeaderDictionary(context.Request.Headers.ToDictionary()), await body.ReadToEndAsync());
            _received.Enqueue(received);
            _arrivals.Writer.TryWrite(received);
            await (_next.TryDequeue(out var scripted) ? scripted : Answer)(context);
        }
    }
}
