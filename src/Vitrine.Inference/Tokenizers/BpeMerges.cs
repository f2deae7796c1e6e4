using System.Runtime.InteropServices;
using Vitrine.Inference.Gguf;

namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// Which neighbouring tokens join into which, and how early (<c>tokenizer.ggml.merges</c>: one "left right" a line, the earliest first). Only
/// normal tokens take part, so that text cannot grow into a control token. Immutable.
/// </summary>
internal sealed class BpeMerges
{
    private readonly Dictionary<(int Left, int Right), (int Rank, int Union)> _merges;

    /// <summary>Reads the merges over the normal tokens of a vocabulary.</summary>
    /// <param name="file">The model.</param>
    /// <param name="pieces">The ids of the normal tokens by their text.</param>
    /// <exception cref="GgufFormatException">The merges are missing, or one of them is no pair of tokens that joins into a token.</exception>
    public BpeMerges(GgufFile file, Dictionary<string, int> pieces)
    {
        string[] lines = file.Metadata.Get<string[]>("tokenizer.ggml.merges");
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        _merges = new Dictionary<(int, int), (int, int)>(lines.Length);
        for (int rank = 0; rank < lines.Length; rank++)
        {
            ReadOnlySpan<char> line = lines[rank];
            int space = line.IndexOf(' ');
            // A part that is empty would join a token with nothing into itself, without end.
            if (space <= 0 || space == line.Length - 1) throw Wrong(rank, "two tokens with a space between");
            int left = Find(line[..space], rank);
            int right = Find(line[(space + 1)..], rank);
            int union = Find(string.Concat(line[..space], line[(space + 1)..]), rank);
            ref (int, int) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_merges, (left, right), out bool known);
            if (!known) entry = (rank, union);
        }

        int Find(ReadOnlySpan<char> text, int rank) =>
            lookup.TryGetValue(text, out int token) ? token : throw Wrong(rank, $"parts and union that are normal tokens, '{text}' is none");

        GgufFormatException Wrong(int rank, string expected) => new(file.Path, 0, $"tokenizer.ggml.merges[{rank}] should be {expected}; found '{Cut(lines[rank])}'");
    }

    /// <summary>What two tokens join into, and the rank of their merge: the lower the earlier.</summary>
    public bool TryGet(int left, int right, out (int Rank, int Union) merge) => _merges.TryGetValue((left, right), out merge);

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
