using System.Net;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Polling;

/// <summary>The polling of one pod: what it said before, to see what changed. One poll at a time.</summary>
internal sealed class PodPoll(Pod pod, HttpMessageInvoker http, PollingOptions options, TimeProvider clock)
{
    private const int LongestPage = 8 * 1024 * 1024;
    private const int LongestModelList = 1024 * 1024;

    private readonly Uri _ownPage = new(pod.Address, "/metrics");
    private readonly Uri _models = new(pod.Address, "/v1/models");
    private readonly PageReading _page = new();
    private CancellationTokenSource _deadline = new();
    private LatencyTrack _firstToken;
    private LatencyTrack _perToken;
    private bool _hasPage = true;
    private int _polls;

    /// <summary>The pod.</summary>
    public Pod Pod => pod;

    /// <summary>The poll that runs, or the last one. It never fails.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Why the last poll got no answer, or null when it got one.</summary>
    public string? Silence { get; private set; }

    /// <summary>Asks the pod. Its load is swapped when it said something; else the old one grows stale.</summary>
    public async Task RunAsync()
    {
        var isThorough = _polls++ % options.ModelsEvery == 0;
        _deadline.CancelAfter(options.Timeout);
        try
        {
            if (_hasPage || isThorough) await PollPageAsync();
            if (isThorough && pod.Engine != InferenceEngine.Vitrine) await PollModelsAsync();
            Silence = null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or NotSupportedException)
        {
            Silence = failure is OperationCanceledException ? $"no answer within {options.Timeout.TotalSeconds} s" : failure.Message;
        }

        if (!_deadline.TryReset()) _deadline = new CancellationTokenSource();
    }

    /// <summary>Ends the poll that runs.</summary>
    public void Cancel() => _deadline.Cancel();

    private async Task PollPageAsync()
    {
        using var request = PollRequest.For(pod.Metrics ?? _ownPage, pod.Address, pod.Description.Key);
        using var page = await FetchedPage.GetAsync(http, request, LongestPage, _deadline.Token);
        _hasPage = page.Status != HttpStatusCode.NotFound;
        ThrowIfRefused(request, page);
        if (page.Status != HttpStatusCode.OK) return;
        _page.Read(page.Bytes);
        if (_page.Engine == InferenceEngine.Unknown) return;
        if (pod.Engine == InferenceEngine.Unknown) pod.Engine = _page.Engine;
        pod.Load = Next(pod.Load);
    }

    private async Task PollModelsAsync()
    {
        using var request = PollRequest.For(_models, pod.Address, pod.Description.Key);
        using var page = await FetchedPage.GetAsync(http, request, LongestModelList, _deadline.Token);
        ThrowIfRefused(request, page);
        if (ModelList.Read(page.Bytes) is { } models && !models.SequenceEqual(pod.Load.Models)) pod.Load = pod.Load with { Models = models, At = clock.GetUtcNow() };
    }

    private static void ThrowIfRefused(HttpRequestMessage request, in FetchedPage page)
    {
        if (page.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new HttpRequestException($"{request.RequestUri} answered {(int)page.Status}: {(request.Headers.Authorization is null ? "it wants a key" : "it does not take the key")}");
    }

    private PodLoad Next(PodLoad last)
    {
        _page.TrySum(Quantity.Running, out var running);
        _page.TrySum(Quantity.Waiting, out var waiting);
        return last with
        {
            Running = running,
            Waiting = waiting,
            KvUsage = KvUsage(),
            TimeToFirstToken = FirstToken(last.TimeToFirstToken),
            TimePerOutputToken = PerToken(last.TimePerOutputToken),
            Models = _page.Engine != InferenceEngine.Vitrine || _page.Models.SequenceEqual(last.Models) ? last.Models : [.. _page.Models],
            At = clock.GetUtcNow(),
            ReadAt = clock.GetTimestamp(),
        };
    }

    /// <summary>The share that the page says, or what its positions come to: they are summed over models, so this is the mean of all memory.</summary>
    private double KvUsage()
    {
        if (_page.TryMean(Quantity.KvUsage, out var usage)) return Math.Clamp(usage, 0, 1);
        return _page.TrySum(Quantity.KvUsed, out var used) && _page.TryMean(Quantity.KvBytesPerToken, out var each) && _page.TrySum(Quantity.KvBytes, out var all) && all > 0
            ? Math.Clamp(used * each / all, 0, 1)
            : 0;
    }

    private double? FirstToken(double? last)
    {
        if (_page.TrySum(Quantity.FirstTokenSum, out var sum) && _page.TrySum(Quantity.FirstTokenCount, out var count)) return _firstToken.Mean(sum, count, last);
        return _page.TryMean(Quantity.FirstTokenMean, out var mean) && mean > 0 ? mean : last;
    }

    private double? PerToken(double? last)
    {
        if (_page.TrySum(Quantity.PerTokenSum, out var sum) && _page.TrySum(Quantity.PerTokenCount, out var count)) return _perToken.Mean(sum, count, last);
        return _page.TryMean(Quantity.TokensPerSecondMean, out var rate) && rate > 0 ? 1 / rate : last;
    }
}
