namespace Vitrine.Inference.Tokenizers;

/// <summary>Turns text into token ids and a token id into bytes. Immutable, safe from any thread.</summary>
public interface ITokenizer
{
    /// <summary>The tokens and their kinds.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>Tokenises segments as one text.</summary>
    /// <param name="segments">The text, in order.</param>
    /// <param name="addBeginning">Puts the beginning-of-text token first where the model asks for one.</param>
    int[] Encode(ReadOnlySpan<TextSegment> segments, bool addBeginning);

    /// <summary>The bytes that a token adds to the text; empty for control tokens. Not necessarily whole UTF-8 sequences.</summary>
    ReadOnlySpan<byte> Bytes(int token);
}
