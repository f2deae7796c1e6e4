using System.Buffers;
using System.Globalization;
using System.Text;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.DebugServer;

/// <summary><c>/debug/logs</c>: the newest lines as they were written, and with <c>?follow=1</c> every line from now on.</summary>
internal sealed class LogsPage(RecentLines recent, IHostApplicationLifetime lifetime)
{
    private const int DefaultLines = 100;

    public Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var last = int.TryParse(query["n"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : DefaultLines;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return query["follow"] is [{ Length: > 0 } and not "0"] ? FollowAsync(context, last) : NewestAsync(context, last);
    }

    private async Task NewestAsync(HttpContext context, int last)
    {
        // Before the start, Kestrel's writer may hand out an empty span that BuffersExtensions.Write takes for an error.
        await context.Response.StartAsync(context.RequestAborted);
        foreach (var line in recent.Snapshot(last)) Append(context.Response.BodyWriter, line.Span);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async Task FollowAsync(HttpContext context, int last)
    {
        using var follower = recent.Follow(last);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var body = context.Response.BodyWriter;
        try
        {
            // The headers go out at once: whoever follows a silent service sees that it is being listened to.
            await context.Response.StartAsync(ending.Token);
            await body.FlushAsync(ending.Token);
            await foreach (var (line, lostBefore) in follower.ReadAllAsync(ending.Token))
            {
                if (lostBefore > 0) Append(body, Encoding.UTF8.GetBytes($"# {lostBefore} lines were lost here: the reader was too slow."));
                Append(body, line.Span);
                await body.FlushAsync(ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the service stops: either way the stream is over.
        }
    }

    private static void Append(IBufferWriter<byte> body, ReadOnlySpan<byte> line)
    {
        body.Write(line);
        body.Write("\n"u8);
    }
}
