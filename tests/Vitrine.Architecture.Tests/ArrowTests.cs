namespace Vitrine.Architecture.Tests;

/// <summary>The arrows between projects, as an allow-list: services never reference each other, they meet over HTTP.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Vitrine.Telemetry"] = [],
        ["Vitrine.Profiling"] = ["Vitrine.Telemetry"],
        ["Vitrine.Inference"] = [],
        ["Vitrine.ModelServer"] = ["Vitrine.Telemetry", "Vitrine.Profiling", "Vitrine.Inference"],
        ["Vitrine.Gateway"] = ["Vitrine.Telemetry", "Vitrine.Profiling"],
        ["Vitrine.Forecast"] = ["Vitrine.Telemetry", "Vitrine.Profiling"],
        ["Vitrine.Ledger"] = ["Vitrine.Telemetry", "Vitrine.Profiling"],
        ["Vitrine.Web"] = ["Vitrine.Telemetry", "Vitrine.Profiling"],
        ["Vitrine"] = ["Vitrine.Telemetry", "Vitrine.Profiling", "Vitrine.Inference", "Vitrine.ModelServer", "Vitrine.Gateway", "Vitrine.Forecast", "Vitrine.Ledger", "Vitrine.Web"],
    };

    public static TheoryData<string> Projects => [.. Repository.Projects.Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_AreOnTheAllowList(string name)
    {
        s_allowed.ShouldContainKey(name, $"{name} is a new project: say here which projects it may reference.");
        var project = Repository.Projects.Single(file => Path.GetFileNameWithoutExtension(file) == name);
        Repository.ReferencesOf(project).Except(s_allowed[name], StringComparer.Ordinal).ShouldBeEmpty($"{name} may not reference these.");
    }

    [Fact]
    public void Inference_IsPureCompute_WithoutWebOrTelemetry() =>
        Repository.Sources("src/Vitrine.Inference").Where(file => File.ReadAllText(file).Contains("Microsoft.AspNetCore", StringComparison.Ordinal)).ShouldBeEmpty();
}
