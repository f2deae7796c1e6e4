using Vitrine.Telemetry.Audit;

namespace Vitrine.Telemetry.Tests.Audit;

public sealed class AuditEventIdTests
{
    /// <summary>The example of RFC 9562, appendix A.6: its first 48 bits are the milliseconds of its time.</summary>
    [Fact]
    public void New_TimeOfTheStandardsExample_BeginsAsItsExampleDoes()
    {
        var id = AuditEventId.New(DateTimeOffset.FromUnixTimeMilliseconds(0x017F22E279B0));
        id.ToString().ShouldStartWith("017f22e2-79b0-7");
        (id.Version, id.Variant >> 2).ShouldBe((7, 2));
    }

    [Fact]
    public void New_OfOneMillisecond_AreAllDifferent()
    {
        var time = DateTimeOffset.UtcNow;
        Enumerable.Range(0, 100_000).Select(_ => AuditEventId.New(time)).Distinct().Count().ShouldBe(100_000);
    }

    [Fact]
    public void New_LaterTimes_Ascend()
    {
        var time = DateTimeOffset.UtcNow;
        var ids = Enumerable.Range(0, 1000).Select(milliseconds => AuditEventId.New(time.AddMilliseconds(milliseconds)).ToString()).ToArray();
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
    }
}
