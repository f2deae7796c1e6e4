using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Guards;

namespace Vitrine.Profiling.Live;

/// <summary>One page's WebSocket: the configuration, then a message a second until either side ends. What the page sends is read and dropped.</summary>
internal sealed partial class LiveSocket(LiveCharts charts, IHostApplicationLifetime lifetime, ILogger<LiveSocket> log)
{
    // A page that is gone without a word, or takes nothing more, must not keep the collector running.
    private static readonly WebSocketAcceptContext s_accept = new() { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(15) };

    public async Task AnswerAsync(HttpContext context)
    {
        if (!SameOrigin.Holds(context.Request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Only pages of this origin and programs may watch: open the live charts themselves.");
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "This is a WebSocket; the page that reads it is at " + LiveEndpoints.Root + "/.");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(s_accept);
        using var watcher = charts.Watch();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await SendAsync(socket, watcher, ending);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException or IOException)
        {
            // The page left, or the service stops.
        }

        if (watcher.Missed > 0) LogMissed(watcher.Missed);
        await CloseAsync(socket);
    }

    private static async Task SendAsync(WebSocket socket, LiveWatcher watcher, CancellationTokenSource ending)
    {
        var left = ReadUntilClosedAsync(socket, ending);
        try
        {
            await socket.SendAsync(await watcher.Config.WaitAsync(ending.Token), WebSocketMessageType.Text, endOfMessage: true, ending.Token);
            await foreach (var moment in watcher.Messages.ReadAllAsync(ending.Token)) await socket.SendAsync(moment, WebSocketMessageType.Text, endOfMessage: true, ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await left;
        }
    }

    // Pongs and the closing frame come with reading only.
    private static async Task ReadUntilClosedAsync(WebSocket socket, CancellationTokenSource ending)
    {
        var dropped = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(dropped, ending.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException or IOException)
        {
            // Gone without a word.
        }

        await ending.CancelAsync();
    }

    private static async Task CloseAsync(WebSocket socket)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "over", patience.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException or IOException)
        {
            socket.Abort();
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(sentence + "\n", context.RequestAborted);
    }

    [LoggerMessage(EventIds.LiveTicksMissed, LogLevel.Debug, "A page of live charts was too slow for {Missed} ticks.")]
    private partial void LogMissed(long missed);
}
