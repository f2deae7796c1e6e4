using Vitrine.Gateway.Pipeline;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Pipeline;

public sealed class PatienceTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void IsOver_RequestThatEndsBecauseTimeWasOver_IsStillTheTimes()
    {
        using var aborted = new CancellationTokenSource();
        using var patience = new PatienceSource(_clock).Begin(aborted.Token);
        patience.Allow(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        aborted.Cancel();
        patience.Token.IsCancellationRequested.ShouldBeTrue();
        patience.IsOver.ShouldBeTrue();
    }

    [Fact]
    public void IsOver_RequestThatEndsFirst_IsTheRequests()
    {
        using var aborted = new CancellationTokenSource();
        using var patience = new PatienceSource(_clock).Begin(aborted.Token);
        patience.Allow(TimeSpan.FromSeconds(1));
        aborted.Cancel();
        _clock.Advance(TimeSpan.FromSeconds(1));
        patience.Token.IsCancellationRequested.ShouldBeTrue();
        patience.IsOver.ShouldBeFalse();
    }

    [Fact]
    public void Rest_StopsTheTime()
    {
        using var patience = new PatienceSource(_clock).Begin(CancellationToken.None);
        patience.Allow(TimeSpan.FromSeconds(1));
        patience.Rest();
        _clock.Advance(TimeSpan.FromHours(1));
        patience.Token.IsCancellationRequested.ShouldBeFalse();
    }
}
