using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Tests.Documents;

public sealed class TomlTests
{
    private const string Sound = "# all of it\r\ntop = 'plain \\n' # behind\n\"quoted key\" = \"tab\\t \\u00e9 \\\"\"\nnumber = -1_000.5e3\nyes = true\n\n[a]\nb.c = 1\n[a.b]\nlist = [ \"x\",\n  'y', # comment\n 3 ]\n[a.\"d e\"]\n";

    [Fact]
    public void Tables_BecomeTheTreeThatYamlWouldBe()
    {
        var root = YamlSource.ParseToml("x.toml", Sound).Root;

        (root.Text("top"), root.Text("quoted key"), root.Text("number"), root.Flag("yes")).ShouldBe(("plain \\n", "tab\t é \"", "-1000.5e3", true));
        var a = root.Map("a")!;
        a.Map("b")!.Integer("c").ShouldBe(1);
        a.Map("b")!.Texts("list").ShouldBe(["x", "y", "3"]);
        a.Keys.ShouldBe(["b", "d e"]);
        root.At("number", "").Line.ShouldBe(4);
    }

    [Theory]
    [InlineData("a = 1\na = 2", "x.toml:2:1: a: appears twice.")]
    [InlineData("[a]\n[a]", "x.toml:2:1: This table appears twice.")]
    [InlineData("a = 1\n[a]", "x.toml:2:1: a: has a value, and cannot be a table too.")]
    [InlineData("a = b", "x.toml:1:5: 'b' is no value: texts stand in quotes.")]
    [InlineData("a = 1979-05-27", "x.toml:1:5: '1979-05-27' is no value: texts stand in quotes.")]
    [InlineData("a = { b = 1 }", "x.toml:1:5: tables in one line are not known here: write [table] above its keys.")]
    [InlineData("[[a]]", "x.toml:1:2: arrays of tables are not known here.")]
    [InlineData("a = \"\"\"x\"\"\"", "x.toml:1:5: texts over several lines are not known here.")]
    [InlineData("a = \"x", "x.toml:1:7: expected \" at the end of the text.")]
    [InlineData("a = \"\\q\"", "x.toml:1:7: '\\q' is no escape.")]
    [InlineData("a = \"\\ud800\"", "x.toml:1:7: this escape is no character.")]
    [InlineData("a = [1, [2]]", "x.toml:1:9: arrays in arrays are not known here.")]
    [InlineData("a = [1 2]", "x.toml:1:8: expected ',' or ']'.")]
    [InlineData("a", "x.toml:1:2: expected '=' behind the key.")]
    [InlineData("= 1", "x.toml:1:1: expected a key.")]
    [InlineData("a = 1 b = 2", "x.toml:1:7: expected the end of the line.")]
    public void Document_ThatIsWrong_IsToldWhere(string text, string expected)
    {
        var source = YamlSource.ParseToml("x.toml", text);
        source.IsBroken.ShouldBeTrue();
        source.Errors.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    [Fact]
    public void Document_CutOrBent_IsReadOrRefused_AndNeverThrows()
    {
        for (var length = 0; length <= Sound.Length; length++) _ = YamlSource.ParseToml("x.toml", Sound[..length]);
        var random = new Random(8);
        for (var i = 0; i < 5_000; i++)
        {
            var bent = Sound.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) bent[random.Next(bent.Length)] = "[]{}=.\"'\\#\n,\0"[random.Next(13)];
            _ = YamlSource.ParseToml("x.toml", new string(bent));
        }
    }
}
