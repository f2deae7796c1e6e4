using System.Globalization;
using System.Text;
using Vitrine.Inference.Gguf;

namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// The SentencePiece tokenizer of llama models (<c>tokenizer.ggml.model = "llama"</c>): spaces become U+2581, pieces are merged by score, what no
/// piece covers becomes byte tokens. Gives llama.cpp's ids, with one deliberate difference: only normal pieces take part in merging, so
/// that text cannot grow into a control token.
/// </summary>
public sealed class SpmTokenizer : ITokenizer
{
    private const char Space = '\u2581';
    private readonly Dictionary<byte[], int> _pieces = new(new Utf8KeyComparer());
    private readonly byte[][] _bytes;
    private readonly int[] _byteTokens = new int[256];
    private readonly SpecialTokens _specials;
    private readonly bool _addBeginning;
    private readonly bool _addSpacePrefix;

    /// <summary>Builds the tokenizer's tables, once per model.</summary>
    /// <exception cref="GgufFormatException">The vocabulary is inconsistent.</exception>
    public SpmTokenizer(GgufFile file)
    {
        Vocabulary = Vocabulary.Read(file);
        _addBeginning = file.Metadata.GetOr("tokenizer.ggml.add_bos_token", true) && Vocabulary.Beginning is not null;
        _addSpacePrefix = file.Metadata.GetOr("tokenizer.ggml.add_space_prefix", true);
        _specials = new SpecialTokens(Vocabulary);
        _bytes = new byte[Vocabulary.Count][];
        Array.Fill(_byteTokens, Vocabulary.Unknown);
        for (int id = 0; id < Vocabulary.Count; id++) _bytes[id] = Register(id);
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

        // The first text, and every text behind a special token, gets the space prefix.
        bool prefix = true;
        var pending = new StringBuilder();
        var parts = new List<(string Text, int Token)>();
        foreach (TextSegment segment in segments)
        {
            parts.Clear();
            if (segment.Kind == TextSegmentKind.Template) _specials.Split(segment.Text, parts);
            else if (segment.Text.Length > 0) parts.Add((segment.Text, -1));
            foreach ((string text, int token) in parts)
            {
                if (token < 0)
                {
                    pending.Append(text);
                    continue;
                }

                EncodeText(pending, prefix, output);
                output.Add(token);
                prefix = true;
            }
        }

        EncodeText(pending, prefix, output);
        return [.. output];
    }

    /// <summary>Tokenises the collected text and empties it.</summary>
    private void EncodeText(StringBuilder pending, bool prefix, List<int> output)
    {
        if (pending.Length == 0) return;
        if (prefix && _addSpacePrefix) pending.Insert(0, Space);
        pending.Replace(' ', Space);
        // Lone surrogates become U+FFFD here, so the merger sees valid UTF-8 only.
        byte[] text = Encoding.UTF8.GetBytes(pending.ToString());
        pending.Clear();
        new SpmMerger(text, _pieces.GetAlternateLookup<ReadOnlySpan<byte>>(), Vocabulary).Run(output, _byteTokens);
    }

    /// <summary>Enters a token in the tables and returns the bytes that it adds to a text.</summary>
    private byte[] Register(int id)
    {
        string text = Vocabulary.Text(id);
        switch (Vocabulary.Kind(id))
        {
            case TokenKind.Normal:
                byte[] piece = Encoding.UTF8.GetBytes(text);
                _pieces[piece] = id;
                return Encoding.UTF8.GetBytes(text.Replace(Space, ' '));
            case TokenKind.UserDefined:
                return Encoding.UTF8.GetBytes(text);
            case TokenKind.Byte when text is ['<', '0', 'x', _, _, '>'] && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value):
                _byteTokens[value] = id;
                return [value];
            default:
                return [];
        }
    }
}
