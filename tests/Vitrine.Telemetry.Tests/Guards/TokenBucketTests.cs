using Vitrine.Telemetry.Guards;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Guards;

public sealed class TokenBucketTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void TryTake_UntilEmpty_SaysWhenToComeAgain()
    {
        var bucket = new TokenBucket(10, TimeSpan.FromMinutes(1), _clock);
        bucket.TryTake(4, out _).ShouldBeTrue();
        bucket.TryTake(6, out _).ShouldBeTrue();
        bucket.TryTake(3, out var retryAfter).ShouldBeFalse();
        retryAfter.ShouldBe(TimeSpan.FromSeconds(18));
        _clock.Advance(TimeSpan.FromSeconds(17));
        bucket.TryTake(3, out _).ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        bucket.TryTake(3, out _).ShouldBeTrue();
    }

    [Fact]
    public void TryTake_Refused_TakesNothing()
    {
        var bucket = new TokenBucket(10, TimeSpan.FromMinutes(1), _clock);
        bucket.TryTake(8, out _).ShouldBeTrue();
        bucket.TryTake(3, out _).ShouldBeFalse();
        bucket.Available.ShouldBe(2, tolerance: 1e-9);
    }

    [Fact]
    public void TryTake_MoreThanItHolds_PassesWhenFullAndLeavesDebt()
    {
        var bucket = new TokenBucket(10, TimeSpan.FromSeconds(10), _clock);
        bucket.TryTake(25, out _).ShouldBeTrue();
        bucket.Available.ShouldBe(-15, tolerance: 1e-9);
        bucket.TryTake(1, out var retryAfter).ShouldBeFalse();
        retryAfter.TotalSeconds.ShouldBe(16, tolerance: 1e-6);
        _clock.Advance(TimeSpan.FromSeconds(20));
        bucket.TryTake(25, out _).ShouldBeFalse();
    }

    [Fact]
    public void Charge_BeyondTheBucket_IsPaidBack()
    {
        var bucket = new TokenBucket(10, TimeSpan.FromSeconds(10), _clock);
        bucket.Charge(100);
        bucket.Available.ShouldBe(-90, tolerance: 1e-9);
        _clock.Advance(TimeSpan.FromSeconds(95));
        bucket.Available.ShouldBe(5, tolerance: 1e-6);
        _clock.Advance(TimeSpan.FromDays(400));
        bucket.Available.ShouldBe(10);
    }

    [Fact]
    public void TryTake_FromManyThreads_NeverGivesMoreThanThereIs()
    {
        var bucket = new TokenBucket(10_000, TimeSpan.FromHours(1), _clock);
        var taken = 0;
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                if (bucket.TryTake(1, out var _)) Interlocked.Increment(ref taken);
            }
        });
        taken.ShouldBe(10_000);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Constructor_NothingToHold_Throws(long limit, int seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new TokenBucket(limit, TimeSpan.FromSeconds(seconds), _clock));

    [Fact]
    public void ConcurrencyLimit_ManyThreads_IsNeverExceeded()
    {
        var limit = new ConcurrencyLimit(3);
        var (entered, most) = (0, 0);
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                if (!limit.TryEnter()) continue;
                var now = Interlocked.Increment(ref entered);
                int seen;
                while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen)
                {
                }

                Interlocked.Decrement(ref entered);
                limit.Leave();
            }
        });
        most.ShouldBeInRange(1, 3);
        limit.Inside.ShouldBe(0);
    }
}
