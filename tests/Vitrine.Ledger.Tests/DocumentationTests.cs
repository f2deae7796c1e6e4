using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vitrine.Ledger.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Ledger.Tests;

/// <summary>The command lines of docs/ledger.md, in their order, against a node whose log is in files.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public async Task Lines_OfThePage_AreAnswered()
    {
        _ = ExternalTool.Locate("curl");
        await using var ledger = await ServedLedger.StartAsync(ServedLedger.OnFiles);
        var page = await File.ReadAllTextAsync(Checkout.PathOf("docs/ledger.md"), TestContext.Current.CancellationToken);
        var lines = ShellBlock().Matches(page).SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        lines.Length.ShouldBeGreaterThanOrEqualTo(16);
        foreach (var line in lines)
        {
            // A reader on the heels of a write names its position; here the next line waits for it.
            foreach (var projection in ledger.Projections.All) await projection.ReachAsync(ledger.Engine.Copy.Head.Position, TestContext.Current.CancellationToken);
            var (exit, output) = await ExternalTool.RunAsync("bash", ["-c", line.Replace("curl ", "curl --silent --show-error --fail-with-body ", StringComparison.Ordinal).Replace("http://localhost:9090", ledger.Server.Addresses.Single(), StringComparison.Ordinal)]);
            exit.ShouldBe(0, $"{line}\n{output}");
            if (line.Contains("format=csv", StringComparison.Ordinal)) output.ShouldStartWith("sequence,log_position,", customMessage: line);
            else if (line.Contains("public-key", StringComparison.Ordinal)) output.ShouldStartWith("-----BEGIN PUBLIC KEY-----", customMessage: line);
            else JsonNode.Parse(output).ShouldBeOfType<JsonObject>(line);
        }

        // Five of acme's; of the trail its tenant, its stream, an event, and that it was asked and exported.
        ledger.Engine.Copy.Head.Position.ShouldBe(10);
    }

    [GeneratedRegex("^```sh\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellBlock();
}
