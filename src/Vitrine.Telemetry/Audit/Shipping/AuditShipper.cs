using System.Threading.Channels;
using Vitrine.Telemetry.Audit.Outbox;

namespace Vitrine.Telemetry.Audit.Shipping;

/// <summary>
/// Brings entries from the outbox to the ledger, in order and at least once: an entry is behind the cursor only when the ledger has said that it is
/// durable there. It knows entries by their ids, so those sent again are recorded once.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>With nothing to send it waits for the writer.</item>
/// <item>What the ledger takes, the cursor passes.</item>
/// <item>A batch that it refuses is halved, until the one entry that it means stands alone and is set aside; then batches grow again.</item>
/// <item>When it cannot take anything now, the shipper waits: as long as the ledger says, else twice as long each time.</item>
/// </list>
/// </remarks>
internal sealed class AuditShipper(OutboxReader outbox, LedgerClient ledger, RejectedEntries rejected, TimeProvider clock, Action<Exception> report)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestWish = TimeSpan.FromMinutes(5);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ending = new();
    private TimeSpan _pause = s_firstPause;
    private int _most = AuditBatch.MostEvents;
    private long _sent;
    private long _lastSentTicks;

    /// <summary>Entries that the ledger took since the service started.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>When it last took something; null when it never did.</summary>
    public DateTimeOffset? LastSent => Interlocked.Read(ref _lastSentTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Says that there may be something to send. Thread-safe.</summary>
    public void Wake() => _news.Writer.TryWrite(true);

    /// <summary>Says that nothing more will come: <see cref="RunAsync"/> ends when everything is sent, or as soon as the ledger cannot take it.</summary>
    public void End()
    {
        _ending.Cancel();
        _news.Writer.TryComplete();
    }

    /// <summary>Sends until the end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!await SendNextAsync(stop)) return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                report(e);
                if (_ending.IsCancellationRequested) return;
                await RestAsync(null);
            }
        }
    }

    /// <summary>Waits for entries, or does one thing about them.</summary>
    /// <returns>False when there is nothing more to do.</returns>
    private async Task<bool> SendNextAsync(CancellationToken stop)
    {
        // Step 1: nothing to send.
        var entries = outbox.Read(_most);
        if (entries.Count == 0) return await _news.Reader.WaitToReadAsync(stop) && _news.Reader.TryRead(out _);
        var answer = await ledger.SendAsync(entries, stop);
        switch (answer.Verdict)
        {
            // Step 2: what it takes.
            case LedgerVerdict.Taken:
                Settle(entries);
                return true;
            // Step 3: what it refuses.
            case LedgerVerdict.Refused when entries.Count > 1:
                _most = entries.Count / 2;
                return true;
            case LedgerVerdict.Refused:
                report(new IOException($"The ledger will not take an audit entry, which is set aside: {answer.Problem}."));
                rejected.Add(entries[0].Json);
                outbox.Take(1);
                return true;
            // Step 4: not now.
            default:
                report(new IOException($"The ledger does not take audit entries, {outbox.Backlog} bytes wait on disk: {answer.Problem}."));
                if (_ending.IsCancellationRequested) return false;
                await RestAsync(answer.RetryAfter);
                return true;
        }
    }

    private void Settle(IReadOnlyList<OutboxEntry> entries)
    {
        var count = entries.Count;
        outbox.Take(count);
        Interlocked.Add(ref _sent, count);
        Interlocked.Exchange(ref _lastSentTicks, clock.GetUtcNow().UtcTicks);
        _pause = s_firstPause;
        _most = Math.Min(_most * 2, AuditBatch.MostEvents);
    }

    private async Task RestAsync(TimeSpan? wish)
    {
        var wait = wish is { } asked && asked > TimeSpan.Zero ? asked < s_longestWish ? asked : s_longestWish : _pause;
        _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
        try
        {
            await Task.Delay(wait, clock, _ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The service stops: one more attempt, and whatever it brings, that is the last.
        }
    }
}
