using System.Buffers;
using System.Text;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class PrettyLineTests
{
    private static readonly PrettyLineKeys Keys = new(Fields: "fields");

    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        var lines = TableFile.Read("Logs/PrettyLineTests.txt").ToList();
        for (var i = 0; i < lines.Count; i += 2)
            data.Add(lines[i].Where, lines[i].Text, lines[i + 1].Text[2..]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Render_Line_MatchesTable(string where, string line, string expected) =>
        Render(Encoding.UTF8.GetBytes(line)).TrimEnd().ShouldBe(expected, where);

    [Fact]
    public void Render_WithColours_StylesTimeLevelAndKeysOnly()
    {
        var line = """{"timestamp":"2024-01-15T12:30:45.123Z","level":"ERROR","message":"no","code":7}"""u8;
        Render(line, colours: true).ShouldBe("\u001b[2m12:30:45.123\u001b[0m \u001b[31mERROR\u001b[0m no \u001b[36mcode=\u001b[0m7");
    }

    [Fact]
    public void Render_DottedMessageKey_IsFoundAndNotRepeated()
    {
        var keys = new PrettyLineKeys(Message: "fields.message", Fields: "fields");
        Render("""{"level":"info","fields":{"message":"hello","n":1}}"""u8, keys: keys).ShouldBe("INFO  hello n=1");
    }

    [Fact]
    public void Render_InvalidUtf8_IsReplaced()
    {
        Render([(byte)'a', 0xFF, (byte)'b']).ShouldBe("a\uFFFDb");
        Render([.. "{\"a\":\""u8, 0xC3, .. "\"}"u8]).ShouldBe("a=\uFFFD");
    }

    [Fact]
    public void Render_PlainTextWithEscapes_KeepsTabsOnly() =>
        Render("a\tb\u001b[31mc\u009bd"u8).ShouldBe("a\tb\\x1b[31mc\\x9bd");

    [Fact]
    public void Render_RandomBytes_NeverThrowsNorEmitsControls()
    {
        var random = new Random(7);
        ReadOnlySpan<byte> alphabet = "{}[]\":,\\u001bd8 \t\n\r\x1b\x7f-.eE"u8;
        for (var i = 0; i < 20_000; i++)
        {
            var line = new byte[random.Next(40)];
            for (var at = 0; at < line.Length; at++)
                line[at] = random.Next(4) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            if (i % 2 == 0)
                line = [.. "{\"k\":\""u8, .. line, .. "\"}"u8];
            Render(line).Any(c => char.IsControl(c) && c != '\t').ShouldBeFalse($"iteration {i}");
        }
    }

    private static string Render(ReadOnlySpan<byte> line, bool colours = false, PrettyLineKeys? keys = null)
    {
        var output = new ArrayBufferWriter<byte>();
        new PrettyLine(keys ?? Keys, colours).Render(line, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
