using System.Collections.Frozen;
using Vitrine.Inference.Gguf;

namespace Vitrine.Inference.Tokenizers;

/// <summary>The tokens of a model as the file lists them (<c>tokenizer.ggml.*</c>). Immutable.</summary>
public sealed class Vocabulary
{
    // Texts that end a turn even where the metadata names only one such token (llama-vocab.cpp, "special_eog_ids").
    private static readonly FrozenSet<string> EndTexts = FrozenSet.Create(
        StringComparer.Ordinal, "<|end|>", "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|endoftext|>", "<|end_of_text|>", "<end_of_turn>", "<EOT>");

    private readonly string[] _texts;
    private readonly float[] _scores;
    private readonly TokenKind[] _kinds;
    private readonly Dictionary<string, int> _ids;
    private readonly FrozenSet<int> _ends;

    private Vocabulary(string[] texts, float[] scores, TokenKind[] kinds, int? beginning, int? end, int? endOfTurn)
    {
        _texts = texts;
        _scores = scores;
        _kinds = kinds;
        Beginning = beginning;
        End = end;
        _ids = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        for (int id = 0; id < texts.Length; id++) _ids[texts[id]] = id;

        IEnumerable<int> known = Enumerable.Range(0, texts.Length).Where(id => kinds[id] is TokenKind.Control or TokenKind.UserDefined && EndTexts.Contains(texts[id]));
        _ends = known.Concat(new[] { end, endOfTurn }.OfType<int>()).ToFrozenSet();
        Unknown = Array.IndexOf(kinds, TokenKind.Unknown) is var unknown and >= 0 ? unknown : 0;
    }

    /// <summary>Number of tokens.</summary>
    public int Count => _texts.Length;

    /// <summary>The token that begins every text, when the model has one.</summary>
    public int? Beginning { get; }

    /// <summary>The token that ends every text, when the model has one.</summary>
    public int? End { get; }

    /// <summary>The token for text that nothing else covers; 0 when the file names none.</summary>
    public int Unknown { get; }

    /// <summary>Reads the vocabulary and checks that its lists are equally long and its ids in range.</summary>
    /// <exception cref="GgufFormatException">A key is absent, has another type or is out of range.</exception>
    public static Vocabulary Read(GgufFile file)
    {
        GgufMetadata metadata = file.Metadata;
        string[] texts = metadata.Get<string[]>("tokenizer.ggml.tokens");
        float[] scores = metadata.GetOr("tokenizer.ggml.scores", new float[texts.Length]);
        long[] kinds = metadata.GetOr("tokenizer.ggml.token_type", Enumerable.Repeat((long)TokenKind.Normal, texts.Length).ToArray());
        if (texts.Length == 0 || scores.Length != texts.Length || kinds.Length != texts.Length)
            throw new GgufFormatException(file.Path, 0, $"tokens, scores and token types should be equally many but are {texts.Length}, {scores.Length} and {kinds.Length}");

        return new Vocabulary(
            texts,
            scores,
            Array.ConvertAll(kinds, kind => kind is >= 1 and <= 6 ? (TokenKind)kind : TokenKind.Normal),
            Id("bos"),
            Id("eos"),
            Id("eot"));

        int? Id(string name)
        {
            string key = $"tokenizer.ggml.{name}_token_id";
            return metadata.TryGet(key, out long _) ? metadata.GetCount(key, 0, texts.Length - 1) : null;
        }
    }

    /// <summary>The text of a token as the file spells it.</summary>
    public string Text(int token) => _texts[token];

    /// <summary>How early a token is merged: the higher the earlier.</summary>
    public float Score(int token) => _scores[token];

    /// <summary>What a token stands for.</summary>
    public TokenKind Kind(int token) => _kinds[token];

    /// <summary>The token of exactly this text, or null.</summary>
    public int? Find(string text) => _ids.TryGetValue(text, out int id) ? id : null;

    /// <summary>True for a token after which the model has nothing more to say.</summary>
    public bool IsEnd(int token) => _ends.Contains(token);
}
