using System.Buffers;
using System.Text;
using Vitrine.Inference.Gguf;

namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// The byte-level BPE tokenizer of GPT-2, Llama 3 and Qwen 2 (<c>tokenizer.ggml.model = "gpt2"</c>): text is cut into words, and the bytes of
/// each word are merged by rank. Gives llama.cpp's ids, with one deliberate difference: user-defined tokens are recognised in template text
/// only, as everywhere in this engine.
/// </summary>
public sealed class BpeTokenizer : ITokenizer
{
    private readonly WordRules _rules;
    private readonly BpeMerges _merges;
    private readonly byte[][] _bytes;
    private readonly int[] _byteTokens = new int[256];
    private readonly Dictionary<byte[], int> _words = new(new Utf8KeyComparer());
    private readonly SpecialTokens _specials;
    private readonly bool _addBeginning;

    /// <summary>Builds the tokenizer's tables, once per model.</summary>
    /// <exception cref="UnsupportedModelException">The file names no pre-tokenizer, or an unknown one.</exception>
    /// <exception cref="GgufFormatException">The vocabulary or the merges are missing or inconsistent.</exception>
    public BpeTokenizer(GgufFile file)
    {
        _rules = WordRules.Named(file.Metadata.GetOr("tokenizer.ggml.pre", ""));
        Vocabulary = Vocabulary.Read(file);
        _addBeginning = file.Metadata.GetOr("tokenizer.ggml.add_bos_token", _rules.AddsBeginning) && Vocabulary.Beginning is not null;
        _specials = new SpecialTokens(Vocabulary);
        _bytes = new byte[Vocabulary.Count][];
        var pieces = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < Vocabulary.Count; id++) _bytes[id] = Register(id, pieces);
        for (int value = 0; value < 256; value++)
        {
            if (!pieces.TryGetValue(ByteAlphabet.Character((byte)value).ToString(), out _byteTokens[value]))
                throw new GgufFormatException(file.Path, 0, $"tokenizer.ggml.tokens should have a token for every byte; none spells 0x{value:X2}");
        }

        _merges = new BpeMerges(file, pieces);
    }

    /// <inheritdoc/>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(int token) => _bytes[token];

    /// <inheritdoc/>
    public int[] Encode(ReadOnlySpan<TextSegment> segments, bool addBeginning)
    {
        var output = new List<int>();
        if (addBeginning && _addBeginning) output.Add(Vocabulary.Beginning!.Value);

        var merger = new BpeMerger(_merges);
        var pending = new StringBuilder();
        var parts = new List<(string Text, int Token)>();
        foreach (TextSegment segment in segments)
        {
            parts.Clear();
            if (segment.Kind == TextSegmentKind.Template) _specials.Split(segment.Text, parts);
            else parts.Add((segment.Text, -1));
            foreach ((string text, int token) in parts)
            {
                if (token < 0)
                {
                    pending.Append(text);
                    continue;
                }

                EncodeText(pending, merger, output);
                output.Add(token);
            }
        }

        EncodeText(pending, merger, output);
        return [.. output];
    }

    /// <summary>Tokenises the collected text and empties it.</summary>
    private void EncodeText(StringBuilder pending, BpeMerger merger, List<int> output)
    {
        if (pending.Length == 0) return;
        string text = pending.ToString();
        pending.Clear();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var reader = new WordReader(text, _rules);
        while (reader.TryRead(out ReadOnlySpan<char> word)) EncodeWord(buffer.AsSpan(0, Encoding.UTF8.GetBytes(word, buffer)), merger, output);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void EncodeWord(ReadOnlySpan<byte> word, BpeMerger merger, List<int> output)
    {
        if (_rules.TakesWholeWords && _words.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(word, out int token)) output.Add(token);
        else merger.Run(word, _byteTokens, output);
    }

    /// <summary>Enters a token in the tables and returns the bytes that it adds to a text.</summary>
    private byte[] Register(int id, Dictionary<string, int> pieces)
    {
        string text = Vocabulary.Text(id);
        switch (Vocabulary.Kind(id))
        {
            case TokenKind.Normal:
                // Converters leave added tokens among the normal ones, spelled as they are: text never becomes them, but they may be generated.
                if (ByteAlphabet.Bytes(text) is not { } spelled) return Encoding.UTF8.GetBytes(text);
                pieces[text] = id;
                if (_rules.TakesWholeWords) _words[spelled] = id;
                return spelled;
            case TokenKind.UserDefined:
                return Encoding.UTF8.GetBytes(text);
            default:
                return [];
        }
    }
}
