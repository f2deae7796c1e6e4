using Vitrine.Profiling.NetTrace;

namespace Vitrine.Profiling.Tests.NetTrace;

public sealed class SequenceNumbersTests
{
    [Fact]
    public void OnEvent_OfMoreThreadsThanAreKept_CountsNoLossThatWasNone()
    {
        var numbers = new SequenceNumbers();
        for (var thread = 1; thread <= 70_000; thread++) numbers.OnEvent(thread, 1);
        for (var thread = 1; thread <= 70_000; thread++) numbers.OnEvent(thread, 2);
        numbers.Lost.ShouldBe(0);
        numbers.OnEvent(70_000, 5);
        numbers.Lost.ShouldBe(2);
    }
}
