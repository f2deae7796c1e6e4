namespace Vitrine.Telemetry;

/// <summary>
/// Where an operation keeps one fact. A fact uses either <see cref="Text"/> or <see cref="Bits"/>, never both, so a reader on another
/// thread sees a whole value or none: <see cref="Present"/> is published last.
/// </summary>
internal struct Slot
{
    public string? Text;
    public long Bits;
    public bool Present;

    public void Write(string text)
    {
        Text = text;
        Volatile.Write(ref Present, true);
    }

    public void Write(long bits)
    {
        Volatile.Write(ref Bits, bits);
        Volatile.Write(ref Present, true);
    }
}
