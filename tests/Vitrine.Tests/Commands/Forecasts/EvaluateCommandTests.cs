using System.Text.Json;
using Vitrine.Commands;

namespace Vitrine.Tests.Commands.Forecasts;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Evaluate_Asked_ShowsEveryFamilyBesideTheLastValue()
    {
        (await _surroundings.RunAsync("forecast", "evaluate", "--series", "2", "--candles", "100")).ShouldBe(ExitCode.Ok);
        foreach (var word in (string[])["MASE", "last value", "in 80 % band", "trend-and-seasonality", "random-walk", "mean"]) _surroundings.Output.ShouldContain(word);
    }

    [Fact]
    public async Task Evaluate_Json_HasTheFamiliesAsked_AndTheSameFiguresForTheSameSeed()
    {
        var (one, two) = (await JsonAsync(), await JsonAsync());
        one.GetProperty("families").EnumerateArray().Select(row => row.GetProperty("family").GetString()).ShouldBe(["spikes", "trend"]);
        foreach (var name in (string[])["mase", "naiveMase", "coverage"])
            two.GetProperty("families")[0].GetProperty(name).GetDouble().ShouldBe(one.GetProperty("families")[0].GetProperty(name).GetDouble());
    }

    [Theory]
    [InlineData("--families", "tend", "trend")]
    [InlineData("--candles", "3", "12 to 2048")]
    [InlineData("--steps", "0", "1 to 512")]
    [InlineData("--seed", "-1", "0 to 2147483647")]
    public async Task Evaluate_BadValue_IsToldWithWhatIsAccepted(string flag, string value, string told)
    {
        (await _surroundings.RunAsync("forecast", "evaluate", flag, value)).ShouldBe(ExitCode.Usage);
        _surroundings.Error.ShouldContain(told);
    }

    private async Task<JsonElement> JsonAsync()
    {
        using var surroundings = new TestSurroundings();
        (await surroundings.RunAsync("forecast", "evaluate", "--families", "spikes", "trend", "--series", "3", "--seed", "7", "--json")).ShouldBe(ExitCode.Ok);
        return JsonDocument.Parse(surroundings.Output).RootElement;
    }
}
