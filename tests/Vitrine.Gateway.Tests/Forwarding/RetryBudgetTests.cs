using Vitrine.Gateway.Forwarding;

namespace Vitrine.Gateway.Tests.Forwarding;

public sealed class RetryBudgetTests
{
    [Fact]
    public void TryTake_Reserve_IsThereFromTheStart()
    {
        var budget = new RetryBudget(share: 0, reserve: 2);
        (budget.TryTake(), budget.TryTake(), budget.TryTake()).ShouldBe((true, true, false));
    }

    [Fact]
    public void Deposit_Share_AddsUpToWholeRetries()
    {
        var budget = new RetryBudget(share: 0.2, reserve: 1);
        budget.TryTake().ShouldBeTrue();
        for (var i = 0; i < 4; i++) budget.Deposit();
        budget.TryTake().ShouldBeFalse();
        budget.Deposit();
        budget.TryTake().ShouldBeTrue();
    }

    [Fact]
    public void Deposit_Full_AddsNothing()
    {
        var budget = new RetryBudget(share: 1, reserve: 1);
        for (var i = 0; i < 100; i++) budget.Deposit();
        (budget.TryTake(), budget.TryTake()).ShouldBe((true, false));
    }

    [Fact]
    public void TryTake_FromManyThreads_TakesNoMoreThanThereIs()
    {
        var budget = new RetryBudget(share: 0, reserve: 1000);
        var taken = 0;
        Parallel.For(0, 4000, _ =>
        {
            if (budget.TryTake()) Interlocked.Increment(ref taken);
        });
        taken.ShouldBe(1000);
    }
}
