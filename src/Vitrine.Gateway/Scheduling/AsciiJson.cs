using System.Buffers.Text;

namespace Vitrine.Gateway.Scheduling;

/// <summary>Writes JSON in printable ASCII into a span. What does not fit is left out whole and remembered in <see cref="IsFull"/>; a copy is a mark to go back to.</summary>
/// <param name="destination">Where it writes.</param>
internal ref struct AsciiJson(Span<byte> destination)
{
    private const int LongestText = 64;
    private readonly Span<byte> _destination = destination;
    private int _length;

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[.._length];

    /// <summary>Bytes left.</summary>
    public readonly int Room => _destination.Length - _length;

    /// <summary>Whether something did not fit.</summary>
    public bool IsFull { get; private set; }

    /// <summary>A comma before every element but the first.</summary>
    public void Separate(int index)
    {
        if (index > 0) Raw(","u8);
    }

    /// <summary>Punctuation and names.</summary>
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.TryCopyTo(_destination[_length..])) _length += bytes.Length;
        else IsFull = true;
    }

    /// <summary>A whole number.</summary>
    public void Number(long value)
    {
        if (Utf8Formatter.TryFormat(value, _destination[_length..], out var written)) _length += written;
        else IsFull = true;
    }

    /// <summary>A number rounded to two decimals; 0 for what is no number.</summary>
    public void Number(double value)
    {
        const double Largest = 1e15;
        var hundredths = double.IsFinite(value) ? (long)Math.Round(Math.Clamp(value, -Largest, Largest) * 100) : 0;
        if (hundredths < 0) Raw("-"u8);
        var (whole, rest) = Math.DivRem(Math.Abs(hundredths), 100);
        Number(whole);
        if (rest == 0) return;
        Span<byte> digits = [(byte)'.', (byte)('0' + (rest / 10)), (byte)('0' + (rest % 10))];
        Raw(rest % 10 == 0 ? digits[..2] : digits);
    }

    /// <summary>A text of at most 64 characters, longer ones cut; what is not printable ASCII is escaped.</summary>
    public void Text(string text)
    {
        Raw("\""u8);
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, LongestText)))
        {
            if (letter is >= ' ' and < (char)127 and not '"' and not '\\') Raw([(byte)letter]);
            else Escape(letter);
        }

        if (text.Length > LongestText) Raw("..."u8);
        Raw("\""u8);
    }

    private void Escape(char letter)
    {
        Span<byte> escaped = [(byte)'\\', (byte)'u', 0, 0, 0, 0];
        Utf8Formatter.TryFormat((uint)letter, escaped[2..], out _, new System.Buffers.StandardFormat('x', 4));
        Raw(escaped);
    }
}
