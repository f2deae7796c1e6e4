using System.Buffers;
using System.IO.Pipelines;
using Vitrine.Gateway.Pipeline;

namespace Vitrine.Gateway.Responding;

/// <summary>
/// Copies an upstream's answer to the client as it comes, with a scanner between. Every read is flushed, so that a token is seen when it is
/// there; but the end of an answer whose length the client knows is left for the server to send when the handler is done, for whoever has read an
/// answer to its end finds it counted. One answer, one pump.
/// </summary>
/// <param name="scanner">Reads usage and says what passes; the caller disposes it.</param>
/// <param name="patience">Ends what waits for too long, and everything when the client left; at rest.</param>
/// <param name="limits">How long either side may keep the other waiting.</param>
/// <param name="clock">The clock of the limits and of the times in the result.</param>
internal sealed class ResponsePump(UsageScanner scanner, Patience patience, PumpLimits limits, TimeProvider clock)
{
    /// <summary>The most that is read at once, in bytes.</summary>
    private const int BufferBytes = 16 << 10;

    private long _bytes;
    private long _firstByteAt;
    private long _firstTokenAt;
    private long _lastTokenAt;

    /// <summary>Copies to the upstream's end, or until one side gives up. It throws only for a mistake of ours.</summary>
    /// <param name="upstream">The answer's body; the caller disposes it, which ends the upstream's work where it is not read to its end.</param>
    /// <param name="client">The response's body writer.</param>
    /// <param name="length">The length that the client was told, or null when the body's own end tells.</param>
    public async ValueTask<PumpResult> RunAsync(Stream upstream, PipeWriter client, long? length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                int read;
                try
                {
                    // The limit runs only while the upstream keeps us waiting, not while the client does.
                    var pending = upstream.ReadAsync(buffer.AsMemory(0, BufferBytes), patience.Token);
                    read = pending.IsCompletedSuccessfully ? pending.Result : await WaitAsync(pending, limits.Upstream);
                }
                catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
                {
                    var outcome = patience.IsOver ? PumpOutcome.UpstreamIdle : patience.Token.IsCancellationRequested ? PumpOutcome.ClientLeft : PumpOutcome.UpstreamCut;
                    return await StopAsync(client, outcome, length, e);
                }

                if (read == 0) return await StopAsync(client, PumpOutcome.Complete, length, failure: null);
                Pass(buffer.AsSpan(0, read), client);
                if (_bytes >= length) continue;
                if (!await FlushAsync(client)) return Result(LeftOrSlow(), clock.GetTimestamp(), failure: null);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<T> WaitAsync<T>(ValueTask<T> pending, TimeSpan limit)
    {
        patience.Allow(limit);
        var result = await pending;
        patience.Rest();
        return result;
    }

    private void Pass(ReadOnlySpan<byte> chunk, PipeWriter client)
    {
        var now = clock.GetTimestamp();
        if (_bytes == 0) _firstByteAt = now;
        _bytes += chunk.Length;
        var pieces = scanner.Facts.Pieces;
        scanner.Scan(chunk, client);
        if (scanner.Facts.Pieces == pieces) return;
        if (pieces == 0) _firstTokenAt = now;
        _lastTokenAt = now;
    }

    /// <summary>The upstream has ended: what was held back goes on, unless nobody waits for it any more. Nothing begins a response that has no byte yet.</summary>
    private async ValueTask<PumpResult> StopAsync(PipeWriter client, PumpOutcome outcome, long? length, Exception? failure)
    {
        var now = clock.GetTimestamp();
        scanner.Complete(client);
        var isLeft = _bytes == 0 || _bytes >= length;
        if (outcome is PumpOutcome.Complete or PumpOutcome.UpstreamCut && !isLeft && !await FlushAsync(client)) outcome = LeftOrSlow();
        return Result(outcome, now, failure);
    }

    /// <summary>Sends what was written; false when the client left, or took nothing for too long, which cuts it.</summary>
    private async ValueTask<bool> FlushAsync(PipeWriter client)
    {
        try
        {
            var pending = client.FlushAsync(patience.Token);
            var flushed = pending.IsCompletedSuccessfully ? pending.Result : await WaitAsync(pending, limits.Client);
            return !flushed.IsCompleted && !flushed.IsCanceled;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private PumpOutcome LeftOrSlow() => patience.IsOver ? PumpOutcome.ClientSlow : PumpOutcome.ClientLeft;

    private PumpResult Result(PumpOutcome outcome, long endedAt, Exception? failure) => new(outcome, _bytes, _firstByteAt, _firstTokenAt, _lastTokenAt, endedAt, failure);
}
