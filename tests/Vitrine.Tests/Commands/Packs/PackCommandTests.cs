using Vitrine.Commands;

namespace Vitrine.Tests.Commands.Packs;

public sealed class PackCommandTests : IDisposable
{
    private const string BrokenPack = """
        pack: mine
        title: Mine
        metrics:
        - { counter: requests, help: All, from: htpp }
        - { counter: odd, help: Odd ones, from: http, when: { no.such.fact: [x] } }
        """;

    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task List_EmbeddedPacks_NamesThem()
    {
        (await _surroundings.RunAsync("pack", "list")).ShouldBe(ExitCode.Ok);
        _surroundings.Output.ShouldContain("kronk");
    }

    [Fact]
    public async Task Show_Kronk_TellsFamiliesAndSources()
    {
        (await _surroundings.RunAsync("pack", "show", "kronk")).ShouldBe(ExitCode.Ok);
        _surroundings.Output.Split('\n').ShouldContain(line => line.StartsWith("model_load ") && line.Contains("avg_min_max") && line.Contains("from model_load: duration"));
    }

    [Fact]
    public async Task Check_EmbeddedPack_IsValid()
    {
        (await _surroundings.RunAsync("pack", "check", "kronk")).ShouldBe(ExitCode.Ok, _surroundings.Output);
        _surroundings.Output.ShouldStartWith("kronk is valid: ");
    }

    [Fact]
    public async Task Check_BrokenPack_PrintsEveryErrorWithItsPlace()
    {
        var file = _surroundings.Write("mine/pack.yaml", BrokenPack);

        (await _surroundings.RunAsync("pack", "check", "./mine")).ShouldBe(ExitCode.Failed);

        var errors = _surroundings.Output.TrimEnd().Split('\n');
        errors.Length.ShouldBe(2);
        errors[0].ShouldStartWith($"{file}:4:");
        errors[0].ShouldContain("Did you mean 'http'?");
        errors[1].ShouldStartWith($"{file}:5:");
        _surroundings.Error.ShouldContain("2 errors");
    }

    [Fact]
    public async Task Check_UnknownName_NamesTheNearest()
    {
        (await _surroundings.RunAsync("pack", "check", "kronkk")).ShouldBe(ExitCode.Failed);
        _surroundings.Output.ShouldContain("Did you mean 'kronk'?");
    }

    [Fact]
    public async Task Check_PackOfAFolder_IsFoundByName()
    {
        _surroundings.Write("packs/mine/pack.yaml", "pack: mine\ntitle: Mine\nmetrics:\n- { counter: hits, help: Hits, from: http }\n");

        (await _surroundings.RunAsync("pack", "check", "mine", "--packs", "packs")).ShouldBe(ExitCode.Ok, _surroundings.Output);
    }

    [Fact]
    public async Task Export_Pack_WritesItsFiles()
    {
        _surroundings.Write("packs/kronos/pack.yaml", "pack: kronos\ntitle: Kronos\n");
        _surroundings.Write("packs/kronos/alerts.yaml", "groups: []\n");

        (await _surroundings.RunAsync("pack", "export", "kronos", "--packs", "packs", "--output", "out")).ShouldBe(ExitCode.Ok, _surroundings.Error);

        File.ReadAllText(_surroundings["out/monitoring/prometheus/kronos-alerts.yml"]).ShouldBe("groups: []\n");
        File.Exists(_surroundings["out/kronos/pack.yaml"]).ShouldBeTrue();
    }
}
