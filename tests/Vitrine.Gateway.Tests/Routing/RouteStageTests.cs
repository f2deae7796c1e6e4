using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Routing;
using Vitrine.Gateway.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Routing;

public sealed class RouteStageTests
{
    private const string Head = "apiVersion: networking.serving.volcano.sh/v1alpha1\n";
    private const string Weighted = """
        r1: { modelName: m, rules: [{ targetModels: [{ modelServerName: s1, weight: 70 }, { modelServerName: s2, weight: 30 }] }] }
        """;

    public static TheoryData<string, string, string> Cases => CaseFile.Read("Routing", "RouteMatching.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task RunAsync_Table_GoesWhereItSays(string where, string routes, string expected)
    {
        using var requests = new Requests();
        var fleet = FleetOf(routes);
        var stage = new RouteStage(new Random(1));
        foreach (var line in expected.Split('\n'))
        {
            var (asked, answer) = (line.Split(" -> ")[0].Split(' '), line.Split(" -> ")[1]);
            var exchange = requests.Make(fleet, asked[0].Trim('-'), asked[1], asked[2..].Select(header => (header.Split('=')[0], header.Split('=')[1])));
            var error = await stage.RunAsync(exchange, exchange.Inference);
            var said = error?.Message ?? $"{exchange.Route!.Route.Id.Name}>{exchange.Route.Target.Server.Id.Name}{(exchange.Route.IsLora ? " lora" : "")}";
            said.ShouldBe(answer, $"{where}: {line}");
        }
    }

    [Fact]
    public async Task RunAsync_SeventyToThirty_SharesAThousandRequests()
    {
        using var requests = new Requests();
        var fleet = FleetOf(Weighted);
        var stage = new RouteStage(new Random(70));
        var first = 0;
        for (var i = 0; i < 1000; i++)
        {
            var exchange = requests.Make(fleet, "m");
            (await stage.RunAsync(exchange, exchange.Inference)).ShouldBeNull();
            if (exchange.Route!.Target.Server.Id.Name == "s1") first++;
        }

        first.ShouldBeInRange(650, 750);
    }

    [Fact]
    public async Task RunAsync_NoWeights_SharesEvenly()
    {
        using var requests = new Requests();
        var fleet = FleetOf("r1: { modelName: m, rules: [{ targetModels: [{ modelServerName: s1 }, { modelServerName: s2 }, { modelServerName: s3 }] }] }");
        var stage = new RouteStage(new Random(3));
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 900; i++)
        {
            var exchange = requests.Make(fleet, "m");
            await stage.RunAsync(exchange, exchange.Inference);
            var name = exchange.Route!.Target.Server.Id.Name;
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        counts.Values.ShouldAllBe(count => count > 240 && count < 360);
    }

    [Fact]
    public async Task RunAsync_Match_AllocatesTheMatchAlone()
    {
        using var requests = new Requests();
        var fleet = FleetOf("r1: { modelName: m, rules: [ { modelMatch: { headers: { a: { regex: x }, b: { exact: y } }, uri: { prefix: /v2 } }, targetModels: [{ modelServerName: s1 }] }, { modelMatch: { uri: { regex: chat } }, targetModels: [{ modelServerName: s1, weight: 1 }, { modelServerName: s2, weight: 1 }] } ] }");
        var stage = new RouteStage(new Random(1));
        var exchange = requests.Make(fleet, "m", headers: [("a", "x"), ("b", "y")]);
        var match = Allocations.MedianBytes(() => _ = new RouteMatch(fleet.Routes[0], fleet.Servers[0], false));
        Allocations.MedianBytes(() => stage.RunAsync(exchange, exchange.Inference).IsCompletedSuccessfully.ShouldBeTrue()).ShouldBe(match);
        (await stage.RunAsync(exchange, exchange.Inference)).ShouldBeNull();
    }

    private static FleetSnapshot FleetOf(string routes)
    {
        var yaml = string.Concat(routes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            $"{Head}kind: ModelRoute\nmetadata: {{ name: {line.Split(": ", 2)[0]} }}\nspec: {line.Split(": ", 2)[1]}\n---\n"));
        foreach (var name in (string[])["s1", "s2", "s3"])
            yaml += $"{Head}kind: ModelServer\nmetadata: {{ name: {name} }}\nspec: {{ endpoints: [{{ address: http://127.0.0.1:8000 }}] }}\n---\n";
        return Fleets.Of($"{yaml}{Head}kind: ModelServer\nmetadata: {{ name: empty }}\nspec: {{ dns: {{ name: nobody.example, port: 80 }} }}\n");
    }
}
