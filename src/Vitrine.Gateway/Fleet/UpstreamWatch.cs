using System.Text;
using Vitrine.Gateway.Polling;

namespace Vitrine.Gateway.Fleet;

/// <summary>
/// Asks upstreams for their models, every second until each has named some and every few seconds then, and keeps the objects that they stand
/// for in force. An upstream that does not answer, or has no model loaded at the moment, keeps the models it last named: its requests fail with a
/// reason, and not as if nobody knew the model.
/// </summary>
internal sealed partial class UpstreamWatch(FleetOptions options, FleetAssembler fleet, HttpMessageInvoker http, TimeProvider clock, ILogger<UpstreamWatch> log) : BackgroundService
{
    private const int LongestBody = 4 * 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_eager = TimeSpan.FromSeconds(1);
    private UpstreamStatus[] _known = [.. options.Upstreams.Select(upstream => new UpstreamStatus(upstream, [], null, null))];

    /// <summary>What is known of each upstream.</summary>
    public IReadOnlyList<UpstreamStatus> Known => Volatile.Read(ref _known);

    /// <summary>Disposes of the client too: it is this watch's own.</summary>
    public override void Dispose()
    {
        http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Upstreams.Count == 0) return;
        while (true)
        {
            await LookAsync(stoppingToken);
            var isComplete = Array.TrueForAll(_known, status => status.Models.Count > 0);
            await Task.Delay(isComplete || options.UpstreamInterval < s_eager ? options.UpstreamInterval : s_eager, clock, stoppingToken);
        }
    }

    /// <summary>Asks every upstream once; the objects change when the models did.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var before = _known;
        var now = await Task.WhenAll(before.Select(status => AskAsync(status, cancellationToken)));
        for (var i = 0; i < now.Length; i++) Tell(before[i], now[i]);
        Volatile.Write(ref _known, now);
        if (!now.Zip(before).All(pair => pair.First.Models.SequenceEqual(pair.Second.Models, StringComparer.Ordinal)))
            fleet.SetUpstreams(UpstreamObjects.From([.. now.Select(status => (status.Upstream, status.Models))]));
    }

    private async Task<UpstreamStatus> AskAsync(UpstreamStatus before, CancellationToken cancellationToken)
    {
        var page = before.Upstream.Debug is { } debug ? new Uri(debug, "/metrics?pack=otel") : new Uri(before.Upstream.Address, "/v1/models");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            using var request = PollRequest.For(page, before.Upstream.Address, before.Upstream.Key);
            using var response = await http.SendAsync(request, patience.Token);
            if (!response.IsSuccessStatusCode) return before.Missed($"{page} answered {(int)response.StatusCode}");
            var body = await ReadAsync(response, patience.Token);
            var models = before.Upstream.Debug is null ? ServedModels.OfList(body) : ServedModels.OfPage(Encoding.UTF8.GetString(body));
            if (models is null) return before.Missed($"{page} answered something that is no list of models");
            return models.Count > 0
                ? before with { Models = models, Error = null, Misses = 0, AnsweredAt = clock.GetUtcNow() }
                : before.Missed($"{page} names no model") with { AnsweredAt = clock.GetUtcNow() };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return before.Missed($"{page}: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return before.Missed($"{page} did not answer within {s_patience.TotalSeconds} s");
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LongestBody) throw new IOException($"the answer is longer than {LongestBody / 1024 / 1024} MiB");
        }

        return body.ToArray();
    }

    /// <summary>Says what changed, once. A first miss is not worth a word: whoever is started together with its upstream is often there first.</summary>
    private void Tell(UpstreamStatus before, UpstreamStatus now)
    {
        if (!before.Models.SequenceEqual(now.Models, StringComparer.Ordinal)) LogServes(now.Upstream.Address, string.Join(", ", now.Models));
        if (now.Error is not null && (now.Misses == 2 || (now.Misses > 2 && now.Error != before.Error))) LogSilent(now.Upstream.Address, now.Error);
    }

    [LoggerMessage(EventIds.UpstreamServes, LogLevel.Information, "The upstream {Address} serves {Models}.")]
    private partial void LogServes(Uri address, string models);

    [LoggerMessage(EventIds.UpstreamSilent, LogLevel.Warning, "The upstream {Address} names no models: {Reason}.")]
    private partial void LogSilent(Uri address, string reason);
}
