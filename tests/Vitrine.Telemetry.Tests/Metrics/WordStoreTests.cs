using System.Runtime.CompilerServices;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Tests.Metrics;

public sealed class WordStoreTests
{
    private const int LineBytes = 64;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void Add_ManySeries_EachHasWordsOfItsOwn(int words)
    {
        var store = new WordStore(words);
        for (var series = 0; series < 2000; series++)
        {
            var added = store.Add();
            for (var word = 0; word < words; word++) added[word] = (series * words) + word + 1;
        }

        for (var series = 0; series < 2000; series++)
        {
            for (var word = 0; word < words; word++) store[series][word].ShouldBe((series * words) + word + 1, $"series {series}, word {word}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void Add_SeriesInTurn_ShareNoCacheLine(int words)
    {
        var store = new WordStore(words);
        for (var series = 0; series < 32; series++) store.Add();
        for (var series = 1; series < 32; series++)
        {
            var distance = Unsafe.ByteOffset(ref store[series - 1][words - 1], ref store[series][0]);
            distance.ShouldBeGreaterThanOrEqualTo(LineBytes, $"series {series}");
        }
    }

    [Fact]
    public void Add_SeriesOfOneWord_ComeToLieDense()
    {
        var store = new WordStore(words: 1);
        for (var series = 0; series < 64; series++) store.Add();
        Unsafe.ByteOffset(ref store[0][0], ref store[32][0]).ShouldBe((nint)sizeof(long));
    }
}
