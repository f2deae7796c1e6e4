using System.Threading.Channels;

namespace Vitrine.Profiling.Live;

/// <summary>One who looks. A message that was not taken by the time of the next is replaced by it: a slow page misses ticks and never holds the others up.</summary>
internal sealed class LiveWatcher : IDisposable
{
    private readonly LiveRun _run;
    private readonly Channel<byte[]> _messages;
    private long _missed;

    internal LiveWatcher(LiveRun run)
    {
        _run = run;
        _messages = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, AllowSynchronousContinuations = false },
            _ => Interlocked.Increment(ref _missed));
    }

    /// <summary>The first message, once the charts are known.</summary>
    public Task<byte[]> Config => _run.Config;

    /// <summary>The messages after it.</summary>
    public ChannelReader<byte[]> Messages => _messages.Reader;

    /// <summary>Ticks that were not taken in time.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Looks no more. The last one ends the run.</summary>
    public void Dispose() => _run.Leave(this);

    /// <summary>There are no more messages: the run broke.</summary>
    internal void End() => _messages.Writer.TryComplete();

    internal void Offer(byte[] message) => _messages.Writer.TryWrite(message);
}
