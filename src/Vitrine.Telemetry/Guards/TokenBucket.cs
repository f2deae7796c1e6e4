using System.Diagnostics;

namespace Vitrine.Telemetry.Guards;

/// <summary>
/// A bucket of tokens: it holds one unit's worth, refills evenly over the unit, and may go into debt for what was spent before anybody could
/// ask. A request that is larger than the bucket passes when the bucket is full; the debt then keeps the next ones out.
/// </summary>
/// <remarks>Thread-safe. Fractions of a token count: a limit of one a minute refills in a minute, not in jumps.</remarks>
public sealed class TokenBucket
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private double _tokens;
    private long _at;

    /// <summary>A full bucket.</summary>
    /// <param name="limit">Tokens that it holds and that refill in one unit; at least 1.</param>
    /// <param name="unit">The unit; longer than nothing.</param>
    /// <param name="clock">The clock it refills by.</param>
    public TokenBucket(long limit, TimeSpan unit, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(unit, TimeSpan.Zero);
        (Limit, Unit, _clock, _tokens, _at) = (limit, unit, clock, limit, clock.GetTimestamp());
    }

    /// <summary>Tokens that it holds at most.</summary>
    public long Limit { get; }

    /// <summary>The time in which it refills.</summary>
    public TimeSpan Unit { get; }

    /// <summary>Tokens in it; negative while it is in debt.</summary>
    public double Available
    {
        get
        {
            lock (_gate)
            {
                Refill();
                return _tokens;
            }
        }
    }

    /// <summary>Takes tokens, all or none.</summary>
    /// <param name="tokens">How many, 0 or more.</param>
    /// <param name="retryAfter">When refused, the time until as many are there again; zero when taken.</param>
    public bool TryTake(long tokens, out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            Refill();
            var needed = Math.Min(tokens, Limit);
            retryAfter = _tokens >= needed ? TimeSpan.Zero : Unit * ((needed - _tokens) / Limit);
            if (retryAfter > TimeSpan.Zero) return false;
            _tokens -= tokens;
            return true;
        }
    }

    /// <summary>Takes tokens that are spent already, into debt if need be.</summary>
    public void Charge(long tokens)
    {
        lock (_gate)
        {
            Refill();
            _tokens -= tokens;
        }
    }

    private void Refill()
    {
        var now = _clock.GetTimestamp();
        Debug.Assert(now >= _at, "A monotonic clock went back.");
        _tokens = Math.Min(Limit, _tokens + (Limit * (_clock.GetElapsedTime(_at, now) / Unit)));
        _at = now;
    }
}
