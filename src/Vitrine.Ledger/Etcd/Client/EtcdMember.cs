using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Vitrine.Ledger.Etcd.Client.Wire;

namespace Vitrine.Ledger.Etcd.Client;

/// <summary>Speaks etcd's gRPC over HTTP/2, without a gRPC package: a call is a POST with one framed message each way, and its status stands in trailers.</summary>
/// <param name="endpoint">Where the member listens for clients: <c>http://127.0.0.1:2379</c>.</param>
/// <param name="http">Bytes in, bytes out; whoever made it disposes of it.</param>
/// <param name="timeout">What a call may take; a status may take <paramref name="statusTimeout"/>.</param>
/// <param name="statusTimeout">After this long without a status the member counts as failed.</param>
internal sealed class EtcdMember(Uri endpoint, HttpMessageInvoker http, TimeSpan timeout, TimeSpan statusTimeout) : IEtcdMember
{
    /// <summary>The largest message that is taken: a page of the log is far below it.</summary>
    private const int LimitBytes = 256 * 1024 * 1024;

    /// <inheritdoc/>
    public Uri Endpoint => endpoint;

    /// <inheritdoc/>
    public Task<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken) =>
        CallAsync("etcdserverpb.KV/Range", request, RangeResponse.Parser, timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<TxnResponse> TransactAsync(TxnRequest request, CancellationToken cancellationToken) =>
        CallAsync("etcdserverpb.KV/Txn", request, TxnResponse.Parser, timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<StatusResponse> StatusAsync(CancellationToken cancellationToken) =>
        CallAsync("etcdserverpb.Maintenance/Status", new StatusRequest(), StatusResponse.Parser, statusTimeout, cancellationToken);

    /// <summary>Any call with one answer.</summary>
    /// <param name="method">Service and method, as the protocol names them.</param>
    /// <param name="request">The message to send.</param>
    /// <param name="parser">Of the message that comes.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends the wait, not what the member does.</param>
    public async Task<T> CallAsync<T>(string method, IMessage request, MessageParser<T> parser, TimeSpan limit, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            using var response = await SendAsync(method, request, limit, deadline.Token);
            await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
            var message = await GrpcFrame.ReadAsync(body, parser, LimitBytes, deadline.Token);
            // Trailers come after the last byte.
            if (message is not null && await body.ReadAsync(new byte[1], deadline.Token) != 0) throw new IOException("etcd sent a second answer.");
            ThrowUnlessOk(response);
            return message ?? throw new IOException("etcd answered nothing.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EtcdException(EtcdError.Lost, $"{endpoint} did not answer within {limit.TotalMilliseconds} ms.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw Translate(fault);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchResponse> WatchAsync(WatchCreateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The request's half of the stream is closed at once: etcd goes on sending until the other half is.
        using var response = await TranslatedAsync(SendAsync("etcdserverpb.Watch/Watch", new WatchRequest { CreateRequest = request }, limit: null, cancellationToken));
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await TranslatedAsync(GrpcFrame.ReadAsync(body, WatchResponse.Parser, LimitBytes, cancellationToken)) is { } message)
        {
            if (message.CompactRevision > 0) throw new EtcdException(EtcdError.Compacted, $"etcd compacted the revisions below {message.CompactRevision}.");
            if (message.Canceled) throw new EtcdException(EtcdError.Lost, $"etcd ended the watch: {message.CancelReason}");
            yield return message;
        }

        ThrowUnlessOk(response);
        throw new EtcdException(EtcdError.Lost, $"{endpoint} ended the watch.");
    }

    private async Task<HttpResponseMessage> SendAsync(string method, IMessage request, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var call = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, "/" + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(GrpcFrame.Of(request)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        call.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (limit is { } time) call.Headers.Add("grpc-timeout", string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}m"));
        // A member without a leader refuses at once instead of waiting for one. How it is itself, it says without.
        if (!method.StartsWith("etcdserverpb.Maintenance/", StringComparison.Ordinal)) call.Headers.Add("hasleader", "true");
        var response = await http.SendAsync(call, cancellationToken);
        if (response.StatusCode == HttpStatusCode.OK) return response;
        response.Dispose();
        throw new IOException($"{endpoint} is no etcd: it answered {(int)response.StatusCode}.");
    }

    private static void ThrowUnlessOk(HttpResponseMessage response)
    {
        // An answer that is nothing but a status has it among its headers.
        if (!response.TrailingHeaders.TryGetValues("grpc-status", out var statuses) && !response.Headers.TryGetValues("grpc-status", out statuses)) throw new IOException("etcd's answer breaks off.");
        var status = int.Parse(statuses.First(), CultureInfo.InvariantCulture);
        if (status == 0) return;
        if (!response.TrailingHeaders.TryGetValues("grpc-message", out var messages)) response.Headers.TryGetValues("grpc-message", out messages);
        throw EtcdException.Of(status, Uri.UnescapeDataString(messages?.FirstOrDefault() ?? $"status {status}"));
    }

    private async Task<T> TranslatedAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw Translate(fault);
        }
    }

    private EtcdException Translate(Exception fault) => fault is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } or HttpRequestException { InnerException: SocketException }
        ? new EtcdException(EtcdError.Unreachable, $"{endpoint} takes no connection: {fault.Message}", fault)
        : new EtcdException(EtcdError.Lost, $"{endpoint} broke off: {fault.Message}", fault);
}
