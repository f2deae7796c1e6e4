using System.Text;
using Vitrine.Testing;
using Vitrine.Web.Pages;

namespace Vitrine.Web.Tests.Client;

/// <summary>What the client's build put into the assembly, and the tests of its logic, which are TypeScript beside it.</summary>
public sealed class ClientTests
{
    private const string NotBuilt = "The client is not in this build: see its warnings VITRINE001 and VITRINE002.";

    [Fact]
    public async Task Logic_PassesItsOwnTests()
    {
        ExternalTool.Need(AssetStore.Embedded.All.Count > 1, NotBuilt);

        var (exitCode, output) = await ExternalTool.RunAsync("node", [Path.Combine(RepositoryFolder(), "src/Vitrine.Web/client/test.mjs")]);

        exitCode.ShouldBe(0, output);
    }

    [Fact]
    public void Index_NamesFiles_ThatAreEmbedded()
    {
        ExternalTool.Need(AssetStore.Embedded.All.Count > 1, NotBuilt);
        var index = AssetStore.Embedded.Index;

        var named = Encoding.UTF8.GetString(index.Plain).Split('"').Where(part => part.StartsWith('/')).ToArray();

        named.Length.ShouldBe(4, "An icon, the theme, the styles, the program.");
        named.ShouldBeSubsetOf(AssetStore.Embedded.Paths);
        AssetStore.Embedded.All.Where(asset => asset != index).ShouldAllBe(asset => asset.IsImmutable);
        AssetStore.Embedded.All.MaxBy(asset => asset.Plain.Length)!.Brotli.ShouldNotBeNull();
    }

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Vitrine.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
