using System.Net;
using System.Net.Http.Headers;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Web.Upstream;

/// <summary>Talks to the OpenAI-compatible API behind the chat: streamed answers, the list of models, the word whether it takes requests. Thread-safe.</summary>
internal sealed class UpstreamClient(HttpMessageInvoker http, UpstreamAddress address, UpstreamKey? apiKey, UpstreamLimits limits, TimeProvider clock)
{
    private const string EventStream = "text/event-stream";
    private const string Json = "application/json";
    private volatile bool _hasReadiness = true;

    /// <summary>Asks for an answer. It has begun when this returns, and its first event may still be awaited; the caller disposes it.</summary>
    /// <exception cref="FailedAnswerException">There will be no answer.</exception>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<UpstreamAnswer> AskAsync(ChatCall call, CancellationToken client)
    {
        using var request = Request(HttpMethod.Post, address.Chat, EventStream);
        request.Content = new ChatBody(call);
        Add(request, "X-Request-ID", call.RequestId);
        Add(request, "traceparent", call.TraceParent);
        Add(request, "tracestate", call.TraceState);
        var patience = new Patience(client, clock);
        HttpResponseMessage? response = null;
        try
        {
            patience.Start(limits.FirstByteTimeout);
            response = await SendAsync(request, patience);
            if (!response.IsSuccessStatusCode) throw new FailedAnswerException(AnswerFailure.Refused((int)response.StatusCode));
            var type = response.Content.Headers.ContentType?.MediaType;
            if (type != EventStream) throw new FailedAnswerException(AnswerFailure.NoEventStream(type));
            return new UpstreamAnswer(response, await response.Content.ReadAsStreamAsync(patience.Token), patience, limits);
        }
        catch
        {
            response?.Dispose();
            patience.Dispose();
            throw;
        }
    }

    /// <summary>The models that are offered.</summary>
    /// <exception cref="FailedAnswerException">There is no list.</exception>
    public async Task<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken client)
    {
        using var request = Request(HttpMethod.Get, address.Models, Json);
        using var patience = new Patience(client, clock);
        patience.Start(limits.ListTimeout);
        using var response = await SendAsync(request, patience);
        if (!response.IsSuccessStatusCode) throw new FailedAnswerException(AnswerFailure.Refused((int)response.StatusCode));
        return ModelListReader.Read(await BodyAsync(response, patience)) ?? throw new FailedAnswerException(AnswerFailure.NoModelList());
    }

    /// <summary>
    /// Whether requests are taken. The house's own servers have a path for this question that nobody counts; others are asked for their models.
    /// </summary>
    /// <exception cref="FailedAnswerException">They are not.</exception>
    public async Task ProbeAsync(CancellationToken client)
    {
        if (!_hasReadiness || !await TellsReadinessAsync(client)) await ListAsync(client);
    }

    private async Task<bool> TellsReadinessAsync(CancellationToken client)
    {
        using var request = Request(HttpMethod.Get, address.Readiness, Json);
        using var patience = new Patience(client, clock);
        patience.Start(limits.ListTimeout);
        using var response = await SendAsync(request, patience);
        var isTold = response.Content.Headers.ContentType?.MediaType == Json && response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable;
        if (isTold && !response.IsSuccessStatusCode) throw new FailedAnswerException(AnswerFailure.Refused((int)response.StatusCode));
        _hasReadiness = isTold;
        return isTold;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Patience patience)
    {
        try
        {
            return await http.SendAsync(request, patience.Token);
        }
        catch (OperationCanceledException e) when (!patience.HasClientLeft)
        {
            throw new FailedAnswerException(AnswerFailure.TooSlow("The model's server did not answer in time."), e);
        }
        catch (HttpRequestException e)
        {
            throw new FailedAnswerException(AnswerFailure.Unreachable(e.Message), e);
        }
    }

    private async Task<byte[]> BodyAsync(HttpResponseMessage response, Patience patience)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(limits.MaxListBytes, patience.Token);
            return await response.Content.ReadAsByteArrayAsync(patience.Token);
        }
        catch (OperationCanceledException e) when (!patience.HasClientLeft)
        {
            throw new FailedAnswerException(AnswerFailure.TooSlow("The model's server did not answer in time."), e);
        }
        catch (HttpRequestException e)
        {
            throw new FailedAnswerException(AnswerFailure.CutOff(e.Message), e);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, Uri uri, string accepts)
    {
        var request = new HttpRequestMessage(method, uri);
        Add(request, "Accept", accepts);
        Add(request, "Authorization", apiKey?.Authorization);
        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
    }
}
