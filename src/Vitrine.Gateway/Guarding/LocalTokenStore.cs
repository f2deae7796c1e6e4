using System.Collections.Concurrent;
using Vitrine.Gateway.Objects;
using Vitrine.Telemetry.Guards;

namespace Vitrine.Gateway.Guarding;

/// <summary>Buckets of this process. A limit that changes begins with a full bucket; a reload that changes nothing keeps what was spent.</summary>
internal sealed class LocalTokenStore(TimeProvider clock) : ITokenStore
{
    private readonly ConcurrentDictionary<(ObjectName, LimitedTokens), TokenBucket> _buckets = new();

    public ValueTask<TimeSpan?> TakeAsync(TokenLimit limit, long tokens, CancellationToken cancellation) => ValueTask.FromResult(Take(limit, tokens));

    public void Charge(TokenLimit limit, long tokens) => BucketOf(limit).Charge(tokens);

    private TimeSpan? Take(TokenLimit limit, long tokens)
    {
        var bucket = BucketOf(limit);
        if (tokens > 0) return bucket.TryTake(tokens, out var wait) ? null : wait;
        var available = bucket.Available;
        return available >= 1 ? null : limit.Unit * ((1 - available) / limit.Limit);
    }

    private TokenBucket BucketOf(TokenLimit limit)
    {
        var key = (limit.Route, limit.Tokens);
        var bucket = _buckets.GetOrAdd(key, static (_, of) => of.store.Make(of.limit), (store: this, limit));
        if (bucket.Limit == limit.Limit && bucket.Unit == limit.Unit) return bucket;
        var changed = Make(limit);
        return _buckets.TryUpdate(key, changed, bucket) ? changed : _buckets[key];
    }

    private TokenBucket Make(TokenLimit limit) => new(limit.Limit, limit.Unit, clock);
}
