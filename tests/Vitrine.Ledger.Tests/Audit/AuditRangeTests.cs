using Vitrine.Ledger.Audit;

namespace Vitrine.Ledger.Tests.Audit;

public sealed class AuditRangeTests
{
    [Theory]
    [InlineData("2024-01-01", "2024-12-31", "2024-01-01T00:00:00.000Z", "2025-01-01T00:00:00.000Z")]
    [InlineData("2024-02-29", "2024-02-29", "2024-02-29T00:00:00.000Z", "2024-03-01T00:00:00.000Z")]
    [InlineData("2024-01-15T10:30:00Z", "2024-01-15T10:30:00Z", "2024-01-15T10:30:00.000Z", "2024-01-15T10:30:00.001Z")]
    [InlineData("2024-01-15T10:30:00.5+02:00", "2024-01-15T10:30", "2024-01-15T08:30:00.500Z", "2024-01-15T10:30:00.001Z")]
    [InlineData(null, "2024-01-15", null, "2024-01-16T00:00:00.000Z")]
    [InlineData("", null, null, null)]
    [InlineData("0001-01-01", "9999-12-31", "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z")]
    public void Parse_OfDaysAndInstants_BelongsBothEndsToIt(string? start, string? end, string? first, string? behind)
    {
        var range = AuditRange.Parse(start, end);
        (range.Start, range.End).ShouldBe((first, behind));
    }

    [Theory]
    [InlineData("2024-13-01", null, "start must be a day such as 2024-12-31")]
    [InlineData("2023-02-29", null, "start must be a day")]
    [InlineData(null, "yesterday", "end must be a day")]
    [InlineData("01/02/2024", null, "not '01/02/2024'")]
    [InlineData("2024-12-31", "2024-01-01", "end (2024-01-01) lies before start (2024-12-31)")]
    public void Parse_OfSomethingElse_SaysWhatIsAccepted(string? start, string? end, string says) =>
        Should.Throw<FormatException>(() => AuditRange.Parse(start, end)).Message.ShouldContain(says);
}
