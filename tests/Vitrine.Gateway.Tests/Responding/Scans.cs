using System.Buffers;
using System.Text;
using Vitrine.Gateway.Responding;

namespace Vitrine.Gateway.Tests.Responding;

/// <summary>Runs scanners over answers in chunks.</summary>
internal static class Scans
{
    /// <summary>What the client gets of an answer, and what was learnt of it, in words.</summary>
    public static (string Client, string Facts) Run(UsageScanner scanner, ReadOnlySpan<byte> answer, params ReadOnlySpan<int> cuts)
    {
        var client = new ArrayBufferWriter<byte>();
        var at = 0;
        foreach (var cut in cuts)
        {
            scanner.Scan(answer[at..cut], client);
            at = cut;
        }

        scanner.Scan(answer[at..], client);
        scanner.Complete(client);
        var facts = Describe(scanner);
        scanner.Dispose();
        return (Encoding.UTF8.GetString(client.WrittenSpan), facts);
    }

    private static string Describe(UsageScanner scanner)
    {
        var facts = scanner.Facts;
        var words = new List<string>();
        if (facts.InputTokens is { } input) words.Add($"in={input}");
        if (facts.OutputTokens is { } output) words.Add($"out={output}");
        if (facts.CachedTokens is { } cached) words.Add($"cached={cached}");
        if (scanner.CountedTokens > 0) words.Add($"counted={scanner.CountedTokens}");
        if (facts.FinishReason is { } reason) words.Add($"finish={reason}");
        if (facts.IsDone) words.Add("done");
        if (facts.HasError) words.Add("error");
        if (facts.Stripped > 0) words.Add($"stripped={facts.Stripped}");
        if (facts.Unread > 0) words.Add($"unread={facts.Unread}");
        return string.Join(' ', words);
    }
}
