using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Testing.Audit;

/// <summary>The part of a ledger that takes audit events, on a port of the system's choice: it keeps what it takes, each event once, and answers as a test says.</summary>
public sealed class ScriptedLedger : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task<bool>>> _next = new();
    private readonly ConcurrentDictionary<Guid, AuditEvent> _taken = new();
    private readonly Channel<AuditEvent> _arrivals = Channel.CreateUnbounded<AuditEvent>();
    private readonly Channel<int> _requests = Channel.CreateUnbounded<int>();
    private int _duplicates;

    private ScriptedLedger(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>The root of its API.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Which events it will never take: a batch with one of them is refused with 400.</summary>
    public Predicate<AuditEvent> Refuses { get; set; } = static _ => false;

    /// <summary>The key without which it answers 401, or null.</summary>
    public string? Key { get; set; }

    /// <summary>Every event it took, each once.</summary>
    public IReadOnlyCollection<AuditEvent> Taken => [.. _taken.Values];

    /// <summary>Events that it was sent although it had them.</summary>
    public int Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Starts one.</summary>
    /// <param name="port">The port, or 0 for a free one.</param>
    public static async Task<ScriptedLedger> StartAsync(int port = 0)
    {
        var ledger = new ScriptedLedger(port);
        await ledger._app.StartAsync();
        return ledger;
    }

    /// <summary>Answers the next request so, and takes nothing of it.</summary>
    public void Next(int status, string? retryAfter = null) => _next.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return Task.FromResult(false);
    });

    /// <summary>Leaves the next request without an answer until the task ends; then it is taken, whether its sender still waits or not.</summary>
    public void Hold(Task until) => _next.Enqueue(async _ =>
    {
        await until;
        return true;
    });

    /// <summary>The next event that nobody has taken here yet; waits for it.</summary>
    public async Task<AuditEvent> ReceiveAsync()
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        return await _arrivals.Reader.ReadAsync(deadline.Token);
    }

    /// <summary>The next so many events, in the order of their arrival.</summary>
    public async Task<IReadOnlyList<AuditEvent>> ReceiveAsync(int count)
    {
        var events = new List<AuditEvent>();
        while (events.Count < count) events.Add(await ReceiveAsync());
        return events;
    }

    /// <summary>Waits for the next request, however it is answered.</summary>
    /// <returns>The events it brought.</returns>
    public async Task<int> RequestAsync()
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        return await _requests.Reader.ReadAsync(deadline.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path != AuditBatch.Path || !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var batch = await ReadAsync(context);
        _requests.Writer.TryWrite(batch?.Events.Count ?? 0);
        if (_next.TryDequeue(out var scripted) && !await scripted(context)) return;
        if (Key is not null && context.Request.Headers.Authorization != $"Bearer {Key}") context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else if (batch is null || batch.Events.Count > AuditBatch.MostEvents || batch.Events.Any(one => Refuses(one))) context.Response.StatusCode = StatusCodes.Status400BadRequest;
        else await TakeAsync(context, batch);
    }

    private static async Task<AuditBatch?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, AuditJson.Default.AuditBatch);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task TakeAsync(HttpContext context, AuditBatch batch)
    {
        var accepted = 0;
        foreach (var one in batch.Events)
        {
            if (!_taken.TryAdd(one.EventId, one))
            {
                Interlocked.Increment(ref _duplicates);
                continue;
            }

            accepted++;
            _arrivals.Writer.TryWrite(one);
        }

        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, new AuditReceipt(accepted, batch.Events.Count - accepted), AuditJson.Default.AuditReceipt);
    }
}
