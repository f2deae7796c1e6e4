using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Tests.Documents;

public sealed class YamlSourceTests
{
    [Fact]
    public void ParseAll_SeveralDocuments_KeepPlaceAndErrorsApart()
    {
        var sources = YamlSource.ParseAll("f.yaml", "---\na: 1\n---\n# nothing but a comment\n---\nb: 2\nc: 3\n---\n");
        sources.Select(source => string.Join(',', source.Root.Keys)).ShouldBe(["a", "b,c"]);
        sources[1].Root.Integer("b", 3);
        sources[1].Root.Done();
        sources[0].Errors.ShouldBeEmpty();
        sources[1].Errors.Select(error => error.ToString()).ShouldBe(
            ["f.yaml:6:4: b: must be a whole number of at least 3, not '2'.", "f.yaml:7:1: c: is not known here. Did you mean 'b'?"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n")]
    [InlineData("# a comment\n")]
    public void ParseAll_Nothing_IsNoDocument(string text) => YamlSource.ParseAll("f.yaml", text).ShouldBeEmpty();

    [Theory]
    [InlineData("a: &x 1\n", "f.yaml:1:4: Anchors ('&name') are not supported here: write the value out.")]
    [InlineData("ok: 1\n---\na: *x\n", "f.yaml:3:4: Aliases ('*name') are not supported here: write the value out.")]
    [InlineData("a: 1\n---\nb: [\n", "f.yaml:4:1: Not valid YAML: While parsing a node, did not find expected node content.")]
    [InlineData("a: 1\n---\n\tb: 1\n", "f.yaml:3:1: A tab indents this line. YAML indents with spaces.")]
    public void ParseAll_Unusable_IsOneBrokenSource(string text, string expected)
    {
        var source = YamlSource.ParseAll("f.yaml", text).ShouldHaveSingleItem();
        source.IsBroken.ShouldBeTrue();
        source.Errors.Select(error => error.ToString()).ShouldBe([expected]);
        source.Root.Keys.ShouldBeEmpty();
    }

    [Fact]
    public void ParseAll_Depth_HasALimit()
    {
        static string Nested(int depth) => $"a: {new string('[', depth)}{new string(']', depth)}";
        YamlSource.ParseAll("f.yaml", Nested(YamlSource.DepthLimit - 1)).Single().IsBroken.ShouldBeFalse();
        YamlSource.ParseAll("f.yaml", Nested(YamlSource.DepthLimit)).Single().Errors.Single().Message.ShouldBe("Nested more than 64 deep.");
    }

    [Fact]
    public void ParseAll_TooLarge_IsRefused() =>
        YamlSource.ParseAll("f.yaml", new string('#', YamlSource.SizeLimit + 1)).Single().Errors.Single().Message.ShouldBe("The document is larger than 4 MiB.");

    [Fact]
    public void Parse_SeveralDocuments_TakesTheFirst() => YamlSource.Parse("f.yaml", "a: &x 1\n---\nb: 2\n").Root.Keys.ShouldBe(["a"]);
}
