using System.Buffers;
using Vitrine.Forecast.Candles;

namespace Vitrine.Forecast.Requests;

/// <summary>The candles of a list while it is read, one column a price. Its buffer is the pool's; what the model looks at is copied out.</summary>
/// <param name="most">Candles that are kept; more are counted.</param>
internal sealed class CandleColumns(int most) : IDisposable
{
    private readonly double[] _values = ArrayPool<double>.Shared.Rent(most * CandleFields.Count);
    private bool _hasVolume;
    private bool _hasAmount;

    /// <summary>Whether the list was there at all.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>Its length, beyond what is kept too.</summary>
    public int Count { get; private set; }

    /// <summary>A new list begins; what was read of another one is forgotten.</summary>
    public void Begin()
    {
        Forget();
        IsPresent = true;
    }

    /// <summary>There is no list.</summary>
    public void Forget() => (IsPresent, Count, _hasVolume, _hasAmount) = (false, 0, false, false);

    /// <summary>Adds a candle.</summary>
    public void Add(in Candle candle)
    {
        var place = Count++;
        if (place >= most) return;
        Column(CandleField.Open)[place] = candle.Open;
        Column(CandleField.High)[place] = candle.High;
        Column(CandleField.Low)[place] = candle.Low;
        Column(CandleField.Close)[place] = candle.Close;
        Column(CandleField.Volume)[place] = candle.Volume;
        Column(CandleField.Amount)[place] = candle.Amount;
        _hasVolume |= candle.Volume > 0;
        _hasAmount |= candle.Amount > 0;
    }

    /// <summary>The newest candles as the model takes them. A column of zeros is none.</summary>
    public CandleSeries Newest(int count, long[] timestamps) => new(
        timestamps,
        Newest(CandleField.Open, count),
        Newest(CandleField.High, count),
        Newest(CandleField.Low, count),
        Newest(CandleField.Close, count),
        _hasVolume ? Newest(CandleField.Volume, count) : null,
        _hasAmount ? Newest(CandleField.Amount, count) : null);

    public void Dispose() => ArrayPool<double>.Shared.Return(_values);

    private double[] Newest(CandleField field, int count) => Column(field)[..Count][^count..].ToArray();

    private Span<double> Column(CandleField field) => _values.AsSpan((int)field * most, most);
}
