using Microsoft.AspNetCore.Http;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class RequestIdsTests
{
    private const string Header = "X-Request-Id";

    [Fact]
    public void Of_NoHeader_IsARandomUuid()
    {
        var id = RequestIds.Of(new HeaderDictionary(), Header);
        id.ShouldMatch("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        RequestIds.Of(new HeaderDictionary(), Header).ShouldNotBe(id);
    }

    [Fact]
    public void Of_PrintableHeader_IsKept() => RequestIds.Of(new HeaderDictionary { [Header] = "abc-17" }, Header).ShouldBe("abc-17");
}
