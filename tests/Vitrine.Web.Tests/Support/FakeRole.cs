using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Web.Roles;

namespace Vitrine.Web.Tests.Support;

/// <summary>A role behind the console, both listeners in one: says what it was asked, streams until it is told to end or left, and echoes a WebSocket.</summary>
internal sealed class FakeRole : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeRole(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Method, path and query of each request, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The headers of the newest request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();

    /// <summary>The body of the newest request.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Releases one line of <c>/debug/logs</c>, or the end of <c>/debug/torn</c>.</summary>
    public SemaphoreSlim NextLine { get; } = new(0);

    /// <summary>Done once a reader of <c>/debug/logs</c> is gone.</summary>
    public TaskCompletionSource ReaderLeft { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<FakeRole> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var role = new FakeRole(builder.Build());
        role._app.UseWebSockets();
        role._app.Run(role.AnswerAsync);
        await role._app.StartAsync(TestContext.Current.CancellationToken);
        role.Address = new Uri(role._app.Urls.Single());
        return role;
    }

    public RoleTarget Target(string name = "model", UpstreamKey? key = null) => new(name, "kronk", Address, Address, "/v1/readiness") { Key = key };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        lock (Asked) Asked.Add($"{context.Request.Method} {context.Request.GetEncodedPathAndQuery()}");
        Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (context.Request.Method == HttpMethods.Post) Body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        await (context.Request.Path.Value switch
        {
            "/debug/logs" => StreamAsync(context),
            "/debug/echo" => EchoAsync(context),
            "/debug/torn" => TearAsync(context),
            _ => SayAsync(context),
        });
    }

    private static Task SayAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ETag = "\"e\"";
        response.Headers.SetCookie = "session=1";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.ContentSecurityPolicy = "style-src 'none'";
        response.StatusCode = context.Request.Path == "/v1/readiness" ? 503 : 200;
        return response.WriteAsync("<script>alert(1)</script>");
    }

    private async Task StreamAsync(HttpContext context)
    {
        try
        {
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            for (var line = 1; ; line++)
            {
                await NextLine.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync($"line {line}\n", context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            ReaderLeft.TrySetResult();
        }
    }

    private async Task TearAsync(HttpContext context)
    {
        await context.Response.WriteAsync("half");
        await context.Response.Body.FlushAsync();
        await NextLine.WaitAsync(context.RequestAborted);
        context.Abort();
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("frames");
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, CancellationToken.None);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "over", CancellationToken.None);
    }
}
