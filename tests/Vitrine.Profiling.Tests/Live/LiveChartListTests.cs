using Vitrine.Profiling.Live;

namespace Vitrine.Profiling.Tests.Live;

public sealed class LiveChartListTests
{
    [Theory]
    [InlineData("goroutines", "belongs to a live chart of the runtime")]
    [InlineData("lastgc", "belongs to a live chart of the runtime")]
    [InlineData("timestamp", "belongs to a live chart of the runtime")]
    [InlineData("mspan-mcache", "belongs to a live chart of the runtime")]
    [InlineData("dotnet-mine", "belongs to a live chart of the runtime")]
    [InlineData("orders", "There are two live charts 'orders'")]
    [InlineData(" ", "has a name and a title")]
    public void Add_NameThatCannotBe_SaysWhy(string name, string why)
    {
        var charts = new LiveChartList().Add("orders", "Orders", "", () => 1);

        Should.Throw<ArgumentException>(() => charts.Add(name, "Mine", "", () => 1)).Message.ShouldContain(why);
    }

    [Fact]
    public void Add_WithoutSeriesOrWithTwoOfOneName_SaysWhy()
    {
        Should.Throw<ArgumentException>(() => new LiveChartList().Add(new LiveChart("orders", "Orders", "") { Series = [] })).Message.ShouldContain("has no series");
        Should.Throw<ArgumentException>(() => new LiveChartList().Add(new LiveChart("orders", "Orders", "") { Series = [new("a", () => 1), new("a", () => 2)] })).Message.ShouldContain("have one name");
    }
}
