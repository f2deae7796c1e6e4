using Vitrine.Gateway.Guarding;
using Vitrine.Gateway.Objects;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Guarding;

public sealed class LocalTokenStoreTests
{
    private static readonly ObjectName s_route = new("default", "r1");
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Take_TwoRoutes_HaveBucketsOfTheirOwn()
    {
        var store = new LocalTokenStore(_clock);
        (await TakeAsync(store, Limit(10), 10)).ShouldBeNull();
        (await TakeAsync(store, Limit(10), 1)).ShouldBe(TimeSpan.FromSeconds(6));
        (await TakeAsync(store, Limit(10) with { Route = new ObjectName("default", "r2") }, 10)).ShouldBeNull();
        (await TakeAsync(store, Limit(10) with { Tokens = LimitedTokens.Output }, 10)).ShouldBeNull();
    }

    [Fact]
    public async Task Take_NoTokens_AsksForOne()
    {
        var store = new LocalTokenStore(_clock);
        (await TakeAsync(store, Limit(10), 0)).ShouldBeNull();
        store.Charge(Limit(10), 40);
        (await TakeAsync(store, Limit(10), 0)).ShouldBe(TimeSpan.FromSeconds(186));
        _clock.Advance(TimeSpan.FromSeconds(187));
        (await TakeAsync(store, Limit(10), 0)).ShouldBeNull();
    }

    [Fact]
    public async Task Take_TheLimitChanged_BeginsAnew()
    {
        var store = new LocalTokenStore(_clock);
        await TakeAsync(store, Limit(10), 10);
        (await TakeAsync(store, Limit(10), 5)).ShouldNotBeNull();
        (await TakeAsync(store, Limit(20), 5)).ShouldBeNull();
        (await TakeAsync(store, Limit(20), 16)).ShouldNotBeNull();
    }

    private static TokenLimit Limit(long tokens) => new(s_route, LimitedTokens.Input, tokens, TimeSpan.FromMinutes(1));

    private static ValueTask<TimeSpan?> TakeAsync(LocalTokenStore store, TokenLimit limit, long tokens) => store.TakeAsync(limit, tokens, TestContext.Current.CancellationToken);
}
