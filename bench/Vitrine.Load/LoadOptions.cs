using System.Globalization;

namespace Vitrine.Load;

/// <summary>What the command line asks for.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        usage: dotnet run -c Release --project bench/Vitrine.Load -- gateway [throughput] [first-byte] [soak] [audit] [OPTIONS]

        The gateway with every signal on, beside a forwarder that copies bytes and nothing else, and nginx where it is installed; audit is the gateway
        that tells a ledger of every request beside the one that does not. Without a name: all but audit.

          --rounds N       rounds of throughput and first-byte, each peer in turn [5]
          --seconds N      length of a peer's turn [3]
          --warm-up N      chats that each peer has answered before its throughput is measured, ten times as many as streams [150000]
          --connections N  connections of throughput and soak [64]
          --requests N     requests of the soak [1000000]
        """;

    private static readonly string[] s_parts = ["throughput", "first-byte", "soak"];
    private static readonly string[] s_known = [.. s_parts, "audit"];

    /// <summary>The parts to run.</summary>
    public IReadOnlyList<string> Parts { get; init; } = s_parts;

    public int Rounds { get; init; } = 5;

    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(3);

    public int Connections { get; init; } = 64;

    /// <summary>Requests before a measurement: until then the JIT compiles beside them, and more for the peer with more code.</summary>
    public int WarmUp { get; init; } = 150_000;

    public int Requests { get; init; } = 1_000_000;

    /// <summary>Reads the words after the verb; false when one is not understood.</summary>
    public static bool TryRead(IReadOnlyList<string> words, out LoadOptions options)
    {
        var parts = words.TakeWhile(word => !word.StartsWith('-')).ToArray();
        options = new LoadOptions { Parts = parts.Length > 0 ? parts : s_parts };
        for (var i = parts.Length; i < words.Count; i += 2)
        {
            if (i + 1 == words.Count || !int.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1) return false;
            switch (words[i])
            {
                case "--rounds": options = options with { Rounds = number }; break;
                case "--seconds": options = options with { Turn = TimeSpan.FromSeconds(number) }; break;
                case "--warm-up": options = options with { WarmUp = number }; break;
                case "--connections": options = options with { Connections = number }; break;
                case "--requests": options = options with { Requests = number }; break;
                default: return false;
            }
        }

        return parts.All(s_known.Contains);
    }
}
