using System.Net;
using Vitrine.Web.Chat;

namespace Vitrine.Web.Engine;

/// <summary>
/// Asks the engine behind the chat how it is, again and again, where it costs it nothing: the debug listener of the house's model server counts no
/// requests, and neither does llama-server. One that cannot be reached has no rows.
/// </summary>
internal sealed partial class EnginePoller(EngineBoard board, HttpMessageInvoker http, ChatOptions options, TimeProvider clock, ILogger<EnginePoller> logger) : BackgroundService
{
    private const int LongestAnswer = 8 * 1024 * 1024;

    // Once may be a model that starts, or is being replaced.
    private const int SilencesTold = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.EngineDebug is not { } engine) return;
        var page = new Uri(engine, "/metrics?pack=otel");
        var props = new Uri(engine, "/props");
        var silences = 0;
        using var timer = new PeriodicTimer(options.EngineInterval, clock);
        try
        {
            do
            {
                var (figures, reason) = await PollAsync(page, props, stoppingToken);
                board.SetPolled(figures);
                if (reason is null)
                {
                    if (silences >= SilencesTold) LogAnswers();
                    silences = 0;
                }
                else if (++silences == SilencesTold) LogSilent(reason);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task<(IReadOnlyList<EngineFigures> Figures, string? Silence)> PollAsync(Uri page, Uri props, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(s_patience);
        try
        {
            if (await FetchAsync(props, deadline.Token) is { } document && EngineProps.Read(document, options.Model) is { } figures) return ([figures], null);
            if (await FetchAsync(page, deadline.Token) is { } text && EnginePage.IsOurs(text)) return (EnginePage.Read(text), null);
            return ([], "neither a llama-server nor the debug listener of a model server answers there");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return ([], e is OperationCanceledException ? $"no answer within {s_patience.TotalSeconds} s" : e.Message);
        }
    }

    /// <summary>The body of a 200, or null.</summary>
    private async Task<byte[]?> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (options.EngineKey is { } key) request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK) return null;
        await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    [LoggerMessage(EventIds.EngineSilent, LogLevel.Warning, "The engine behind the chat does not say how it is: {Reason}. Its figures are not shown")]
    private partial void LogSilent(string reason);

    [LoggerMessage(EventIds.EngineAnswers, LogLevel.Information, "The engine behind the chat says again how it is")]
    private partial void LogAnswers();
}
