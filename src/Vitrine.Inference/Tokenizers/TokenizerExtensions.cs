using System.Buffers;
using System.Text;

namespace Vitrine.Inference.Tokenizers;

/// <summary>Conveniences over <see cref="ITokenizer"/> for whole texts.</summary>
public static class TokenizerExtensions
{
    /// <summary>Tokenises one text.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="text">The text.</param>
    /// <param name="addBeginning">Puts the beginning-of-text token first where the model asks for one.</param>
    /// <param name="parseSpecial">Recognises control and user-defined tokens in the text; off for text of strangers.</param>
    public static int[] Encode(this ITokenizer tokenizer, string text, bool addBeginning, bool parseSpecial) =>
        tokenizer.Encode([new TextSegment(text, parseSpecial ? TextSegmentKind.Template : TextSegmentKind.Literal)], addBeginning);

    /// <summary>The text of token ids; bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Decode(this ITokenizer tokenizer, ReadOnlySpan<int> tokens)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (int token in tokens) bytes.Write(tokenizer.Bytes(token));
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
