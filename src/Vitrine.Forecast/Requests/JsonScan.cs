using System.Runtime.CompilerServices;

namespace Vitrine.Forecast.Requests;

/// <summary>Walks over the simplest forms of JSON: texts without escapes and numbers without sign and exponent. Refuses whatever may be another form, or cut.</summary>
/// <remarks>What is inlined here and what is not keeps the place in a register: a third of the time of a lane.</remarks>
internal ref struct JsonScan(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>The next byte; 0 behind the last.</summary>
    public readonly byte Peek => (uint)_at < (uint)_bytes.Length ? _bytes[_at] : (byte)0;

    /// <summary>The bytes behind what was taken.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[_at..];

    /// <summary>Takes a mark, and the space before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(char mark)
    {
        if (Peek != mark) _at = BehindSpace(_bytes, _at);
        if (Peek != mark) return false;
        _at++;
        return true;
    }

    /// <summary>Takes a text; one with escapes comes out as it is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryTake('"')) return false;
        var length = Rest.IndexOf((byte)'"');
        if (length < 0) return false;
        text = Rest[..length];
        _at += length + 1;
        return true;
    }

    /// <summary>Takes space, where there is some.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PassSpace()
    {
        if (Peek <= ' ') _at = BehindSpace(_bytes, _at);
    }

    /// <summary>Takes a number that is finite. What follows it tells the caller whether that was all of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeNumber(out double value)
    {
        PassSpace();
        var length = JsonNumber.Read(Rest, out value);
        _at += length;
        return length > 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int BehindSpace(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }
}
