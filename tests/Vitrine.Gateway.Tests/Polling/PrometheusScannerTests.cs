using System.Text;
using Vitrine.Gateway.Polling;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Gateway.Tests.Polling;

public sealed class PrometheusScannerTests
{
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Polling", "Pages"), "*.txt").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [InlineData("a 1\n", "a||1")]
    [InlineData("a{} 1\n", "a||1")]
    [InlineData("a{x=\"1\",y=\"2\"} 2.5 1700000000000\n", "a|x=\"1\",y=\"2\"|2.5")]
    [InlineData("vllm:a{x=\"}\\\"\"}\t-1e-3\r\n", "vllm:a|x=\"}\\\"\"|-0.001")]
    [InlineData("a 1 # {trace_id=\"x\"} 0.5\nb 2\n", "a||1;b||2")]
    [InlineData("# HELP a b\n# TYPE a gauge\n\na 3\n", "a||3")]
    [InlineData("a 1", "", "a line without its end may be cut")]
    [InlineData("a NaN\nb +Inf\nc 1x\nd\ne \nf{ 1\ng{x=\"} 1\n {x=\"1\"} 1\nh 4\n", "h||4", "what is no sample is passed over")]
    [InlineData("", "")]
    public void Next_Page_GivesItsSamples(string page, string expected, string? why = null) => Scan(Encoding.UTF8.GetBytes(page)).ShouldBe(expected.Split(';', StringSplitOptions.RemoveEmptyEntries), why);

    [Theory]
    [InlineData("x=\"1\",y=\"2\"", "y", "2")]
    [InlineData("x=\"1\", y=\"a\\\"b\" ,", "y", "a\\\"b")]
    [InlineData("xy=\"1\",y=\"\"", "y", "")]
    [InlineData("x=\"y=\\\"3\\\"\"", "y", null)]
    [InlineData("", "y", null)]
    [InlineData("y=", "y", null)]
    [InlineData("y=\"1", "y", null)]
    public void TryLabel_Labels_FindsTheName(string labels, string name, string? expected) =>
        (PrometheusScanner.TryLabel(Encoding.UTF8.GetBytes(labels), Encoding.UTF8.GetBytes(name), out var value) ? Encoding.UTF8.GetString(value) : null).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Next_TruncatedAtEveryByte_GivesWholeSamplesOnly(string name)
    {
        var page = Page(name);
        var all = Scan(page);
        all.Length.ShouldBeGreaterThan(5);
        for (var length = 0; length <= page.Length; length++)
        {
            var some = Scan(page.AsSpan(0, length));
            some.SequenceEqual(all[..some.Length]).ShouldBeTrue($"cut at byte {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Next_Mutated_NeverThrows(string name)
    {
        var random = new Random(1);
        var original = Page(name);
        var reading = new PageReading();
        var likely = "{}\"\\=, \n\r\t#0eE+-.\0ÿ"u8.ToArray();
        for (var round = 0; round < 2000; round++)
        {
            var page = original.AsSpan(0, random.Next(original.Length + 1)).ToArray();
            for (var change = random.Next(20); change > 0 && page.Length > 0; change--) page[random.Next(page.Length)] = likely[random.Next(likely.Length)];
            Scan(page);
            reading.Read(page);
            if (reading.TrySum(Quantity.Running, out var running)) double.IsNaN(running).ShouldBeFalse();
        }
    }

    internal static byte[] Page(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Polling", "Pages", name + ".txt"));

    private static string[] Scan(ReadOnlySpan<byte> page)
    {
        var samples = new List<string>();
        var scanner = new PrometheusScanner(page);
        while (scanner.Next())
        {
            if (scanner.TryRead(out var labels, out var value)) samples.Add($"{Encoding.UTF8.GetString(scanner.Name)}|{Encoding.UTF8.GetString(labels)}|{value}");
        }

        return [.. samples];
    }
}
