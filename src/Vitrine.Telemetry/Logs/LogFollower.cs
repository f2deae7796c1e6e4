using System.Threading.Channels;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// One reader that follows a <see cref="RecentLines"/>, such as a <c>/debug/logs?follow=1</c> response. It has a bounded queue: when the
/// reader is slow, lines are lost to it alone and it is told how many.
/// </summary>
public sealed class LogFollower : IDisposable
{
    private readonly RecentLines _source;
    private readonly Channel<FollowedLine> _queue;
    private long _lost;
    private long _lostInAll;

    internal LogFollower(RecentLines source, int capacity)
    {
        _source = source;
        _queue = Channel.CreateBounded<FollowedLine>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    /// <summary>Lines lost to this follower so far, including those that no later line has reported yet.</summary>
    public long Lost => Interlocked.Read(ref _lostInAll);

    /// <summary>Reads until the follower or its source is disposed. One reader at a time.</summary>
    public IAsyncEnumerable<FollowedLine> ReadAllAsync(CancellationToken cancellationToken = default) =>
        _queue.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Ends the subscription; lines already queued can still be read.</summary>
    public void Dispose() => _source.Remove(this);

    // Called under the source's lock, which guards _lost.
    internal void Offer(ReadOnlyMemory<byte> line)
    {
        if (_queue.Writer.TryWrite(new FollowedLine(line, _lost)))
        {
            _lost = 0;
            return;
        }

        _lost++;
        Interlocked.Increment(ref _lostInAll);
    }

    internal void Complete() => _queue.Writer.TryComplete();
}
