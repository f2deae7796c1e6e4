using System.Globalization;
using System.Xml.Linq;
using Vitrine.Profiling.Flame;

namespace Vitrine.Profiling.Tests.Flame;

public sealed class FlameSvgTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private static readonly StackProfile s_shop = StackProfileReader.Read(SampleFile.Of(
        "main;Shop.dll!Shop.Cart.Add;Shop.dll!Shop.Prices.Of<System.String> 400|model=tiny",
        "main;Shop.dll!Shop.Cart.Add;Shop.dll!Shop.Prices.Of<System.String>;libc.so.6!read 100",
        "main;Shop.dll!Shop.Cart.Add 50",
        "main;Views.dll!Views.<b onclick=\"alert(1)\">Page</b>&copy</title><script>alert(2)</script>.Render 300",
        "main;Shop.dll!Shop.Stock.Count 150").Packed());

    [Fact]
    public void Of_SmallProfile_IsTheGolden() => Golden.ShouldMatch(FlameSvg.Of(s_shop, 1, "cpu of <shop>"), "Flame/shop.svg");

    [Fact]
    public void Of_StrangersNames_AreText()
    {
        var svg = XDocument.Parse(FlameSvg.Of(s_shop, 1, "cpu of <shop>\u0001")).Root!;

        svg.Descendants(s_svg + "script").Count().ShouldBe(1);
        svg.Descendants().Where(element => element.Name.LocalName is "b" or "i").ShouldBeEmpty();
        svg.Element(s_svg + "title")!.Value.ShouldBe("cpu of <shop>\ufffd");
        svg.DescendantNodes().OfType<XElement>().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ShouldAllBe(attribute => !attribute.Value.Contains("://", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_Frames_StandUnderTheirCallersAndFillTheirTime()
    {
        var frames = XDocument.Parse(FlameSvg.Of(s_shop, 1, "x")).Descendants(s_svg + "svg").Where(element => element.Attribute("class")?.Value.StartsWith("frame", StringComparison.Ordinal) == true)
            .Select(element => (Name: element.Element(s_svg + "title")!.Value.Split('\n')[0], Start: Number(element, "data-start"), Value: Number(element, "data-value"), Depth: Number(element, "data-depth"))).ToArray();

        frames.Select(frame => frame.Name).Take(4).ShouldBe(["all", "main", "Shop.Cart.Add", "Shop.Prices.Of<System.String>"]);
        foreach (var frame in frames.Where(frame => frame.Depth > 0))
            frames.ShouldContain(caller => caller.Depth == frame.Depth - 1 && caller.Start <= frame.Start && frame.Start + frame.Value <= caller.Start + caller.Value, frame.Name);
        foreach (var row in frames.GroupBy(frame => frame.Depth))
            row.OrderBy(frame => frame.Start).Zip(row.OrderBy(frame => frame.Start).Skip(1)).ShouldAllBe(pair => pair.First.Start + pair.First.Value <= pair.Second.Start);
    }

    [Fact]
    public void Of_ALibraryWithoutSymbols_StandsOnce()
    {
        var (library, main) = (new StackFrame("lib.so", "lib.so"), new StackFrame("main", ""));
        var node = FlameNode.Of(s_shop with { Samples = [new StackSample([library, main, main, library, library], [1, 10], [])] }, 1);
        FlameBox.Of(node, 1).Select(box => (box.Node.Frame.Name, box.Node.Total)).ShouldBe([("all", 10), ("lib.so", 10), ("main", 10), ("main", 10), ("lib.so", 10)]);
    }

    [Fact]
    public void Of_NothingMeasured_IsAPictureStill() => XDocument.Parse(FlameSvg.Of(s_shop with { Samples = [] }, 1, "nothing")).Root!.Value.ShouldContain("cpu 0 ns");

    [Fact]
    public void Of_AVeryDeepStack_IsDrawn()
    {
        var deep = new StackSample([.. Enumerable.Range(0, 50_000).Select(depth => new StackFrame($"f{depth}", ""))], [1, 10], []);
        FlameSvg.Of(s_shop with { Samples = [deep] }, 1, "deep").ShouldContain(">f0\n");
    }

    private static long Number(XElement element, string name) => long.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
