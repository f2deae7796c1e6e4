namespace Vitrine.Telemetry;

/// <summary>
/// Where an operation keeps one fact, in two words: a text or what renders it, or a number and the mark that it is one. The mark is published
/// last, so a reader on another thread sees a whole value or none.
/// </summary>
internal struct Slot
{
    private const string NumberMark = "\0number";
    private object? _text;
    private long _bits;

    /// <summary>Whether a value was written.</summary>
    public readonly bool IsPresent => Volatile.Read(in _text) is not null;

    /// <summary>The text, or null when the value is a number or absent.</summary>
    public readonly string? Text => _text is string text ? ReferenceEquals(text, NumberMark) ? null : text : (_text as ITextSource)?.Text;

    /// <summary>The number's bits; 0 for a text.</summary>
    public readonly long Bits => _bits;

    public void Write(string text) => Volatile.Write(ref _text, text);

    public void Write(ITextSource text) => Volatile.Write(ref _text, text);

    public void Write(long bits)
    {
        Volatile.Write(ref _bits, bits);
        Volatile.Write(ref _text, NumberMark);
    }
}
