using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vitrine.Load.Gateway;

/// <summary>The servers around the gateway, each in a process of its own: an upstream that answers at once, and a forwarder that copies bytes and nothing else.</summary>
internal static class BenchServers
{
    private static readonly byte[] s_answer = """{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Latency is the time a caller waits."},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":9,"total_tokens":21}}"""u8.ToArray();
    private static readonly byte[] s_event = """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" token"},"finish_reason":null}]}


        """u8.ToArray();

    private static readonly byte[] s_done = "data: [DONE]\n\n"u8.ToArray();

    /// <summary>
    /// An upstream: a small answer, or 200 events when the body asks for a stream. The body says too how long it takes to the first event and from one to the
    /// next; events without a pause come in as few pieces as the server makes of them.
    /// </summary>
    public static Task<int> ServeUpstreamAsync() => ServeAsync(async context =>
    {
        if (context.Request.Path == "/v1/models")
        {
            await context.Response.Body.WriteAsync("""{"object":"list","data":[{"id":"m"}]}"""u8.ToArray());
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf("\"stream\":true"u8) < 0)
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = s_answer.Length;
            await context.Response.Body.WriteAsync(s_answer);
            return;
        }

        var (thinkMs, paceMs) = (NumberIn(body, "\"think_ms\":"u8), NumberIn(body, "\"pace_ms\":"u8));
        if (thinkMs > 0) await Task.Delay(thinkMs);
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < 200; i++)
        {
            await context.Response.Body.WriteAsync(s_event);
            if (paceMs > 0) await Task.Delay(paceMs);
        }

        await context.Response.Body.WriteAsync(s_done);
    });

    /// <summary>The bare forwarder: HttpMessageInvoker over SocketsHttpHandler, copying bytes.</summary>
    public static Task<int> ForwardAsync(string upstream)
    {
        var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        return ServeAsync(async context =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, upstream + context.Request.Path) { Content = new StreamContent(context.Request.Body) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType ?? "application/json");
            request.Content.Headers.ContentLength = context.Request.ContentLength;
            using var answer = await http.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            context.Response.ContentLength = answer.Content.Headers.ContentLength;
            await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            var buffer = new byte[16 * 1024];
            for (int read; (read = await body.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            }
        });
    }

    /// <summary>A ledger that takes every batch of audit events and keeps none.</summary>
    public static Task<int> TakeAuditEventsAsync() => ServeAsync(static context => context.Request.Body.CopyToAsync(Stream.Null));

    private static int NumberIn(MemoryStream body, ReadOnlySpan<byte> key)
    {
        var text = body.GetBuffer().AsSpan(0, (int)body.Length);
        return text.IndexOf(key) is >= 0 and var at && Utf8Parser.TryParse(text[(at + key.Length)..], out int number, out _) ? number : 0;
    }

    /// <summary>Serves until the input ends; prints the port.</summary>
    private static async Task<int> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    /// <summary>A request for a small chat, or for a stream.</summary>
    public static StringContent Body(bool stream, int thinkMs = 0, int paceMs = 0) =>
        new($$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"think_ms":{{thinkMs}},"pace_ms":{{paceMs}},"messages":[{"role":"user","content":"What does p99 latency tell me?"}]}""", Encoding.UTF8, "application/json");
}
