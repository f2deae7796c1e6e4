using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Metrics.Meters;
using Vitrine.Telemetry.Tests.Logs;

namespace Vitrine.Telemetry.Tests.Metrics.Meters;

public sealed class PrometheusNameTests
{
    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (where, text) in TableFile.Read("Metrics/Meters/PrometheusNameTests.txt"))
        {
            var sides = text.Split(" = ");
            data.Add(where, sides[0], sides[1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_Instrument_IsSpeltAsOpenTelemetryDoes(string where, string instrument, string expected)
    {
        var parts = instrument.Split(' ');
        PrometheusName.Of(parts[0], parts[1] is "-" ? null : parts[1], Enum.Parse<FamilyType>(parts[2])).ShouldBe(expected, where);
    }

    [Theory]
    [InlineData("http.route", "http_route")]
    [InlineData("le", "tag_le")]
    [InlineData("a:b", "a_b")]
    public void Label_Tag_IsALabelName(string tag, string expected) => PrometheusName.Label(tag).ShouldBe(expected);
}
