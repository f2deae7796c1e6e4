using System.Buffers.Text;

namespace Vitrine.Forecast.Requests;

/// <summary>Walks over the simplest forms of JSON: texts without escapes and numbers without sign and exponent. Refuses whatever may be another form, or cut.</summary>
internal ref struct JsonScan(ReadOnlySpan<byte> bytes)
{
    // Both the digits and their power of ten are exact doubles, so that one division rounds once, as it should.
    private const ulong LargestExact = 1UL << 53;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>The bytes behind what was taken.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[_at..];

    /// <summary>Takes a mark, and the space before it.</summary>
    public bool TryTake(char mark)
    {
        SkipSpace();
        if (_at == _bytes.Length || _bytes[_at] != mark) return false;
        _at++;
        return true;
    }

    /// <summary>Takes a text; one with escapes comes out as it is written.</summary>
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

    /// <summary>Takes a number that is finite. What follows it tells the caller whether that was all of it.</summary>
    public bool TryTakeNumber(out double value)
    {
        SkipSpace();
        var (from, digits, decimals) = (_at, 0UL, 0);
        var whole = TakeDigits(ref digits);
        value = 0;
        if (whole == 0 || (whole > 1 && _bytes[from] == '0')) return false;
        if (_at < _bytes.Length && _bytes[_at] == '.')
        {
            _at++;
            decimals = TakeDigits(ref digits);
            if (decimals == 0) return false;
        }

        if (whole + decimals > DecimalPowers.Largest || digits > LargestExact) return Utf8Parser.TryParse(_bytes[from.._at], out value, out int _) && double.IsFinite(value);
        value = digits / DecimalPowers.Of(decimals);
        return true;
    }

    /// <summary>Appends digits to a number, which overflows beyond 19 of them.</summary>
    private int TakeDigits(ref ulong number)
    {
        var from = _at;
        for (; _at < _bytes.Length && (uint)(_bytes[_at] - '0') <= 9; _at++) number = unchecked((number * 10) + (ulong)(_bytes[_at] - '0'));
        return _at - from;
    }

    private void SkipSpace()
    {
        while (_at < _bytes.Length && _bytes[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
    }
}
