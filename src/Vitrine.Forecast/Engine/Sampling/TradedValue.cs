using Vitrine.Forecast.Candles;

namespace Vitrine.Forecast.Engine.Sampling;

/// <summary>The traded value of predicted candles: volume times the candle's middle price times what the history's amounts were of that product.</summary>
internal static class TradedValue
{
    /// <summary>Fills the amounts of candles whose prices and volumes stand.</summary>
    public static void Fill(CandleSeries history, CandleSeries predicted)
    {
        double ratio = Ratio(history);
        for (int i = 0; i < predicted.Count; i++)
            predicted.Amount![i] = predicted.Volume![i] == 0 ? 0 : Math.Min(predicted.Volume[i] * (ratio * Price(predicted, i)), double.MaxValue);
    }

    /// <summary>The geometric mean of amount over volume times price: 1 in a series whose amounts are what was paid, 0 in one without amounts.</summary>
    private static double Ratio(CandleSeries history)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < history.Count; i++)
        {
            if (history.Volume![i] <= 0 || history.Amount![i] <= 0) continue;
            sum += Math.Log(history.Amount[i]) - Math.Log(history.Volume[i]) - Math.Log(Price(history, i));
            count++;
        }

        return count == 0 ? 0 : LogPrice.ToPrice(sum / count);
    }

    private static double Price(CandleSeries series, int i) => Math.Clamp(series.Open[i] / 4 + series.High[i] / 4 + series.Low[i] / 4 + series.Close[i] / 4, series.Low[i], series.High[i]);
}
