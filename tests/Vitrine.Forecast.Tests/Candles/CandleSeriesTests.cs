using Vitrine.Forecast.Candles;

namespace Vitrine.Forecast.Tests.Candles;

public sealed class CandleSeriesTests
{
    [Fact]
    public void Columns_OfDifferentLengths_AreRefused() =>
        Should.Throw<ArgumentException>(() => new CandleSeries([1, 2], [1, 1], [1, 1], [1, 1], [1]));

    [Fact]
    public void VolumeAndAmount_MayBeMissing_ButNotShorter()
    {
        new CandleSeries([1], [1], [1], [1], [1]).Volume.ShouldBeNull();
        Should.Throw<ArgumentException>(() => new CandleSeries([1], [1], [1], [1], [1], volume: []));
    }
}
