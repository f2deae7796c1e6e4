using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Forecast.Requests;

/// <summary>
/// The lane of candles as nearly everybody sends them: known names once each, plain numbers, sound, all written alike. It learns from one candle what is
/// written between its numbers, and compares that text in the next ones, in a fraction of the time that their tokens would take. Before any other candle it
/// stops, and <see cref="CandleReader"/> says what there is to say. What it takes, that one would take with the same values.
/// </summary>
internal sealed class CandleLane
{
    // What a mark and the number behind it are looked at in, however many of these bytes are theirs.
    private const int Window = Mark.MaxLength + JsonNumber.Window;
    private readonly Mark[] _marks = new Mark[CandleFields.Count + 1];
    private int _fields;
    private int _seen;

    /// <summary>Takes the next candle of a list whose last candle ended just before: a comma and an object.</summary>
    /// <param name="bytes">What comes behind the last candle; shortened by the one that was taken.</param>
    /// <param name="candle">The candle.</param>
    /// <returns>False, and nothing taken, unless it is whole and as the lane has it.</returns>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, out Candle candle) => TryTakeAlike(ref bytes, out candle) || TryLearn(ref bytes, out candle);

    // By itself: in its caller's body the place would not stay in a register, and it would take half as long again.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTakeAlike(ref ReadOnlySpan<byte> bytes, out Candle candle)
    {
        candle = default;
        if (_fields == 0) return false;
        var rest = bytes;
        foreach (ref readonly var mark in _marks.AsSpan(0, _fields))
        {
            if (rest.Length < Window || !mark.Begins(rest)) return false;
            rest = rest[mark.Length..];
            var length = JsonNumber.Read(rest, out var value);
            if (length == 0 || !CandleFields.IsSound(mark.Before, value)) return false;
            rest = rest[length..];
            candle.Set(mark.Before, value);
        }

        ref readonly var end = ref _marks[_fields];
        candle.Seen = _seen;
        if (rest.Length < Window || !end.Begins(rest) || candle.Disorder() is not null) return false;
        bytes = rest[end.Length..];
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryLearn(ref ReadOnlySpan<byte> bytes, out Candle candle)
    {
        (candle, _fields) = (default, 0);
        var scan = new JsonScan(bytes);
        if (!scan.TryTake(',') || !scan.TryTake('{')) return false;
        var (fields, canLearn) = (0, true);
        var from = bytes;
        do
        {
            if (!scan.TryTakeText(out var name) || CandleFields.Of(name) is not { } field || candle.HasSeen(field) || !scan.TryTake(':')) return false;
            scan.PassSpace();
            canLearn &= Mark.TryMake(from[..^scan.Rest.Length], field, out _marks[fields++]);
            if (!scan.TryTakeNumber(out var value) || !CandleFields.IsSound(field, value)) return false;
            candle.Seen |= 1 << (int)field;
            candle.Set(field, value);
            from = scan.Rest;
        }
        while (scan.TryTake(','));

        if (!scan.TryTake('}') || !candle.HasPrices || candle.Disorder() is not null) return false;
        canLearn &= Mark.TryMake(from[..^scan.Rest.Length], default, out _marks[fields]);
        bytes = scan.Rest;
        if (canLearn) (_fields, _seen) = (fields, candle.Seen);
        return true;
    }

    /// <summary>What is written before a number, or behind the last.</summary>
    private readonly struct Mark
    {
        public const int MaxLength = 32;

        private readonly Vector256<byte> _text;
        private readonly Vector256<byte> _mask;

        private Mark(Vector256<byte> text, int length, CandleField before)
        {
            _mask = Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)length));
            (_text, Length, Before) = (text & _mask, length, before);
        }

        /// <summary>Its bytes.</summary>
        public int Length { get; }

        /// <summary>The field whose number follows.</summary>
        public CandleField Before { get; }

        /// <summary>A text as a mark; one that is too long is none.</summary>
        public static bool TryMake(ReadOnlySpan<byte> text, CandleField before, out Mark mark)
        {
            mark = default;
            if (text.Length > MaxLength) return false;
            Span<byte> padded = stackalloc byte[MaxLength];
            text.CopyTo(padded);
            mark = new Mark(Vector256.Create<byte>(padded), text.Length, before);
            return true;
        }

        /// <summary>Whether bytes, at least <see cref="MaxLength"/>, begin with it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Begins(ReadOnlySpan<byte> bytes) => (Vector256.Create(bytes) & _mask) == _text;
    }
}
