namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// The characters in which byte-level BPE vocabularies spell bytes: a byte that prints in Latin-1 is itself, the others, in order, are the
/// characters from U+0100 on (<c>bytes_to_unicode</c> in GPT-2's encoder.py).
/// </summary>
internal static class ByteAlphabet
{
    private const char FirstSubstitute = '\u0100';
    private static readonly char[] Characters = BuildCharacters();
    private static readonly short[] Values = BuildBytes();

    /// <summary>The character that spells a byte.</summary>
    public static char Character(byte value) => Characters[value];

    /// <summary>The bytes that a text spells, or null when a character spells none.</summary>
    public static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] >= Values.Length || Values[text[i]] < 0) return null;
            bytes[i] = (byte)Values[text[i]];
        }

        return bytes;
    }

    private static char[] BuildCharacters()
    {
        var characters = new char[256];
        int substitutes = 0;
        for (int value = 0; value < 256; value++)
            characters[value] = value is (> 0x20 and < 0x7F) or (> 0xA0 and not 0xAD) ? (char)value : (char)(FirstSubstitute + substitutes++);
        return characters;
    }

    private static short[] BuildBytes()
    {
        var bytes = new short[Characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (short value = 0; value < 256; value++) bytes[Characters[value]] = value;
        return bytes;
    }
}
