using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.Net.Http.Headers;
using Vitrine.Forecast.Hosting;
using Vitrine.Forecast.Requests;
using Vitrine.Forecast.Responses;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Forecast.Pipeline;

/// <summary>
/// The two paths that predict. Whoever calls was let in by the guards; here the body is read and held against the schema, the prediction is made, and
/// the answer is written.
/// </summary>
internal sealed class PredictEndpoint(PredictionService predictions, ModelHost model, ForecastOptions options)
{
    public const string Single = "/v1/predict/single";
    public const string Batch = "/v1/predict/batch";

    private const long Mebibyte = 1024 * 1024;
    private static readonly RequestLimits s_limits = new();

    public async Task AnswerAsync(HttpContext context, bool isBatch)
    {
        // The prediction's series carry the route, and it ends before its request does.
        var http = context.Operation().Set(HttpFacts.Route, isBatch ? Batch : Single);
        var (request, refused) = await ReadAsync(context, http, isBatch);
        if (request is null)
        {
            ErrorWriter.Write(context, refused!);
            return;
        }

        var (made, error) = await predictions.PredictAsync(context, request, TimeLeft(http));
        if (made is not null) await PredictionWriter.WriteAsync(context, request, made, model.Version);
        else if (error is not null) ErrorWriter.Write(context, error);
    }

    /// <summary>The scope of reading and checking ends with what became of it, also when the client leaves or is too slow.</summary>
    private async ValueTask<(PredictionRequest? Request, ForecastError? Refused)> ReadAsync(HttpContext context, Operation http, bool isBatch)
    {
        using var scope = http.Begin(ForecastKinds.Validate);
        try
        {
            var (request, refused) = await ReadBodyAsync(context, http, isBatch);
            scope.End(refused?.Outcome ?? Outcome.Ok);
            return (request, refused);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            scope.End(Outcome.Rejected);
            return (null, TooLarge(http));
        }
        catch (BadHttpRequestException)
        {
            scope.End(Outcome.Rejected);
            throw;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            scope.End(Outcome.Cancelled);
            throw;
        }
    }

    private async ValueTask<(PredictionRequest?, ForecastError?)> ReadBodyAsync(HttpContext context, Operation http, bool isBatch)
    {
        if (context.Request.ContentLength > options.MaxBodyBytes) return (null, TooLarge(http));
        if (BodyOf(context.Request) is not { } body) return (null, ForecastError.BadEncoding("The body's Content-Encoding is neither gzip nor identity"));
        using var parser = new RequestParser(s_limits, options.Defaults, isBatch);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(TimeLeft(http));
        try
        {
            if (!await ParseAsync(body, parser, patience.Token)) return (null, TooLarge(http));
        }
        catch (InvalidDataException)
        {
            return (null, ForecastError.BadEncoding("The body is not valid gzip"));
        }
        catch (OperationCanceledException e) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The request's body arrived too slowly.", StatusCodes.Status408RequestTimeout, e);
        }

        return parser.Finish() is { } request ? (request, null) : (null, ForecastError.Invalid(parser.Issues.All));
    }

    /// <summary>Reads a body into the parser; false when it is longer than a body may be, unpacked.</summary>
    private async ValueTask<bool> ParseAsync(PipeReader body, RequestParser parser, CancellationToken stop)
    {
        var (before, wanted) = (0L, 0L);
        while (true)
        {
            var read = await body.ReadAsync(stop);
            if (before + read.Buffer.Length > options.MaxBodyBytes) return false;
            // A value without end is looked at again when it has doubled, not with every piece of it.
            if (read.Buffer.Length < wanted && !read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var goesOn = Parse(read.Buffer, read.IsCompleted, parser, out var consumed);
            before += consumed;
            wanted = consumed > 0 ? 0 : 2 * read.Buffer.Length;
            body.AdvanceTo(read.Buffer.GetPosition(consumed), read.Buffer.End);
            if (read.IsCompleted || !goesOn) return true;
        }
    }

    /// <summary>Hands on what has come in one piece: a reader that looks for the end of a segment at every token takes longer than the copy.</summary>
    private static bool Parse(in ReadOnlySequence<byte> bytes, bool isLast, RequestParser parser, out int consumed)
    {
        if (bytes.IsSingleSegment) return parser.Read(bytes.FirstSpan, isLast, out consumed);
        var piece = ArrayPool<byte>.Shared.Rent((int)bytes.Length);
        try
        {
            bytes.CopyTo(piece);
            return parser.Read(piece.AsSpan(0, (int)bytes.Length), isLast, out consumed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private ForecastError TooLarge(Operation http)
    {
        http.Refuse("body_size", $"{options.MaxBodyBytes / (double)Mebibyte:0.###} MB");
        return ForecastError.TooLarge(options.MaxBodyBytes);
    }

    private TimeSpan TimeLeft(Operation http)
    {
        var left = options.RequestTimeout - Stopwatch.GetElapsedTime(http.StartTimestamp);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The body, unpacked; null when it is packed in a way that nobody here knows.</summary>
    private static PipeReader? BodyOf(HttpRequest request) => request.Headers[HeaderNames.ContentEncoding].ToString().ToUpperInvariant() switch
    {
        "" or "IDENTITY" => request.BodyReader,
        "GZIP" => PipeReader.Create(new GZipStream(request.Body, CompressionMode.Decompress)),
        _ => null,
    };
}
