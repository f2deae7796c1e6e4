using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Vitrine.Testing.Otlp;

/// <summary>A collector of OTLP, over gRPC or HTTP, that keeps what it gets; it can also refuse or hang.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcUnavailable = 14;
    private readonly WebApplication _host;
    private readonly bool _grpc;
    private readonly Channel<CollectedSpan> _spans = Channel.CreateUnbounded<CollectedSpan>();
    private readonly Channel<CollectedSeries> _series = Channel.CreateUnbounded<CollectedSeries>();
    private readonly Channel<CollectedRecord> _records = Channel.CreateUnbounded<CollectedRecord>();
    private readonly Channel<string> _requests = Channel.CreateUnbounded<string>();

    private OtlpCollector(WebApplication host, bool grpc) => (_host, _grpc) = (host, grpc);

    /// <summary>How it answers from now on.</summary>
    public CollectorMood Mood { get; set; }

    /// <summary>The headers of the newest request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its base address.</summary>
    public Uri Address => new(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Spans in order of arrival.</summary>
    public ChannelReader<CollectedSpan> Spans => _spans.Reader;

    /// <summary>Points of metrics in order of arrival.</summary>
    public ChannelReader<CollectedSeries> Series => _series.Reader;

    /// <summary>Log records in order of arrival.</summary>
    public ChannelReader<CollectedRecord> Records => _records.Reader;

    /// <summary>The paths of all requests, refused and hanging ones included.</summary>
    public ChannelReader<string> Requests => _requests.Reader;

    /// <summary>Starts one at 127.0.0.1.</summary>
    /// <param name="grpc">HTTP/2 without TLS, else HTTP/1.1.</param>
    /// <param name="port">The port, or 0 for a free one.</param>
    public static async Task<OtlpCollector> StartAsync(bool grpc, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, port, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var collector = new OtlpCollector(builder.Build(), grpc);
        collector._host.Run(collector.HandleAsync);
        await collector._host.StartAsync();
        return collector;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _host.StopAsync(now.Token);
        await _host.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var path = context.Request.Path.Value!;
        _requests.Writer.TryWrite(path);
        if (Mood == CollectorMood.Hangs) await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (Mood == CollectorMood.Accepts) Keep(path, Message(body.ToArray(), context.Request));
        await (_grpc ? AnswerGrpcAsync(context) : AnswerHttpAsync(context));
    }

    private void Keep(string path, byte[] message)
    {
        if (path.Contains("race", StringComparison.Ordinal)) OtlpDecoder.Spans(message).ForEach(span => _spans.Writer.TryWrite(span));
        else if (path.Contains("etrics", StringComparison.Ordinal)) OtlpDecoder.Series(message).ForEach(series => _series.Writer.TryWrite(series));
        else OtlpDecoder.Records(message).ForEach(record => _records.Writer.TryWrite(record));
    }

    /// <summary>A gRPC message stands behind a flag for compression and a length of four bytes.</summary>
    private byte[] Message(byte[] body, HttpRequest request)
    {
        var message = _grpc ? body.AsSpan(5, (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1))).ToArray() : body;
        var compressed = _grpc ? body[0] == 1 : request.Headers.ContentEncoding.Contains("gzip");
        if (!compressed) return message;
        using var unzip = new GZipStream(new MemoryStream(message), CompressionMode.Decompress);
        var plain = new MemoryStream();
        unzip.CopyTo(plain);
        return plain.ToArray();
    }

    private async Task AnswerGrpcAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        if (Mood == CollectorMood.Refuses)
        {
            context.Response.AppendTrailer("grpc-status", GrpcUnavailable.ToString());
            return;
        }

        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task AnswerHttpAsync(HttpContext context)
    {
        context.Response.StatusCode = Mood == CollectorMood.Refuses ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.ContentType = "application/x-protobuf";
        await context.Response.CompleteAsync();
    }
}
