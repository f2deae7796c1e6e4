using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.ModelServer.Models;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-catalog-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void List_OfAFolder_HasEveryModelOnce()
    {
        Write("llama.gguf", 10);
        Write("deep/er/qwen.Q8_0.gguf", 20);
        Write("big-00001-of-00002.gguf", 30);
        Write("big-00002-of-00002.gguf", 40);
        Write("mmproj-llama.gguf", 50);
        Write("notes.txt", 60);
        Catalog().List().Select(file => (file.Id, Path.GetFileName(file.Path), file.SizeBytes)).ShouldBe(
            [("big", "big-00001-of-00002.gguf", 70), ("llama", "llama.gguf", 10), ("qwen.Q8_0", "qwen.Q8_0.gguf", 20)]);
    }

    [Fact]
    public void List_WithTwoOfOneName_OffersTheFirst()
    {
        Write("a/m.gguf", 10);
        Write("b/m.gguf", 20);
        Catalog().List().ShouldHaveSingleItem().SizeBytes.ShouldBe(10);
    }

    [Fact]
    public void Find_AFileThatCame_IsFoundAfterASecond()
    {
        Write("a.gguf", 10);
        var catalog = Catalog();
        catalog.Find("a").ShouldNotBeNull();
        Write("b.gguf", 10);
        catalog.Find("b").ShouldBeNull("strangers' guesses must not cost a look each");
        _clock.Advance(TimeSpan.FromSeconds(1));
        catalog.Find("b").ShouldNotBeNull();
        catalog.Known.Contains("b").ShouldBeTrue();
        catalog.Known.Contains("c").ShouldBeFalse();
    }

    [Fact]
    public void Find_AFileThatChangedOrWent_IsSeenAtOnce()
    {
        Write("a.gguf", 10);
        var catalog = Catalog();
        var before = catalog.Find("a");
        catalog.Find("a").ShouldBe(before);
        Write("a.gguf", 11);
        catalog.Find("a").ShouldNotBe(before);
        File.Delete(Path.Combine(_folder.FullName, "a.gguf"));
        catalog.Find("a").ShouldBeNull();
    }

    [Fact]
    public void Find_ALink_IsWhatItPointsTo()
    {
        Write("store/one.bin", 10);
        Write("store/two.bin", 20);
        var link = Path.Combine(_folder.FullName, "a.gguf");
        File.CreateSymbolicLink(link, Path.Combine(_folder.FullName, "store/one.bin"));
        var catalog = Catalog();
        catalog.Find("a").ShouldNotBeNull().SizeBytes.ShouldBe(10);
        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine(_folder.FullName, "store/two.bin"));
        catalog.Find("a").ShouldNotBeNull().SizeBytes.ShouldBe(20);
    }

    [Fact]
    public void Find_TheModelOfTheStart_BearsItsGivenName()
    {
        Write("file.gguf", 10);
        var catalog = Catalog(new ModelServerOptions { ModelPath = Path.Combine(_folder.FullName, "file.gguf"), Name = "mine" });
        catalog.Ids.ShouldBe(["mine"]);
        catalog.Find("mine").ShouldNotBeNull().SizeBytes.ShouldBe(10);
    }

    private ModelCatalog Catalog(ModelServerOptions? options = null) => new(options ?? new ModelServerOptions { ModelFolder = _folder.FullName }, _clock, NullLogger<ModelCatalog>.Instance);

    private void Write(string name, int bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
    }
}
