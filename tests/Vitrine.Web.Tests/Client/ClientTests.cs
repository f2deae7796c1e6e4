using System.Text;
using Vitrine.Telemetry.Hosting.Assets;
using Vitrine.Testing;

namespace Vitrine.Web.Tests.Client;

/// <summary>What the client's build put into the assembly, and the tests of all pages' logic, which are TypeScript beside them.</summary>
public sealed class ClientTests
{
    private const string NotBuilt = "The client is not in this build: see its warnings VITRINE001 and VITRINE002.";

    [Fact]
    public async Task Logic_PassesItsOwnTests()
    {
        ExternalTool.Need(WebServer.HasPages, NotBuilt);

        var (exitCode, output) = await ExternalTool.RunAsync("node", [Checkout.PathOf("src/client/test.mjs")]);

        exitCode.ShouldBe(0, output);
    }

    [Fact]
    public void Index_NamesFiles_ThatAreEmbedded()
    {
        ExternalTool.Need(WebServer.HasPages, NotBuilt);
        var index = WebServer.Pages.Index;

        var named = Encoding.UTF8.GetString(index.Plain).Split('"').Where(part => part.StartsWith("assets/", StringComparison.Ordinal)).Select(part => "/" + part).ToArray();

        named.Length.ShouldBe(4, "An icon, the theme, the styles, the program.");
        named.ShouldBeSubsetOf(WebServer.Pages.Paths);
        WebServer.Pages.All.Where(asset => asset != index).ShouldAllBe(asset => asset.IsImmutable);
        WebServer.Pages.All.MaxBy(asset => asset.Plain.Length)!.Brotli.ShouldNotBeNull();
    }
}
