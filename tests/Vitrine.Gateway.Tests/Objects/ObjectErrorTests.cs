using Vitrine.Gateway.Objects.Reading;
using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests.Objects;

/// <summary>Wrong documents, each with everything that must be said of it.</summary>
public sealed class ObjectErrorTests
{
    public static TheoryData<string, string, string> Cases => CaseFile.Read("Objects", "ObjectErrors.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_WrongDocuments_SaysEveryErrorWithItsPlace(string where, string yaml, string expected)
    {
        var said = string.Join("\n", ObjectReader.Read([("f.yaml", yaml)]).Errors.Select(error => error.ToString().TrimEnd()));
        if (said != expected) Assert.Fail($"{where}\nExpected:\n{expected}\nbut it said:\n{said}");
    }

    [Fact]
    public void Read_SameNameTwice_NamesTheFirst()
    {
        var errors = ObjectReader.Read([("a.yaml", Documents.Both), ("b.yaml", $"# again\n---\n{Documents.Server}")]).Errors;
        errors.Select(error => error.ToString()).ShouldBe(["b.yaml:5:19: metadata.name: the ModelServer 'default/s1' stands in a.yaml:11 already.",]);
    }

    [Fact]
    public void Read_TooMany_IsRefused()
    {
        var rules = string.Concat(Enumerable.Repeat("\n  - targetModels: [{ modelServerName: s1 }]", 17));
        var loras = string.Join(", ", Enumerable.Range(0, 11).Select(i => $"l{i}"));
        var yaml = $"apiVersion: networking.serving.volcano.sh/v1alpha1\nkind: ModelRoute\nmetadata: {{ name: r }}\nspec:\n  loraAdapters: [{loras}]\n  rules:{rules}";
        ObjectReader.Read([("f.yaml", yaml)]).Errors.Select(error => error.Message).ShouldBe(["lists 11 adapters; at most 10 are accepted.", "lists 17 rules; at most 16 are accepted."]);
    }

    [Fact]
    public void Read_StrangeButUsable_Warns()
    {
        var route = Documents.Route.Replace("modelServerName: s1", "modelServerName: s11", StringComparison.Ordinal).Replace("  modelName", "  parentRefs: [{ name: gw }]\n  modelName", StringComparison.Ordinal);
        const string pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nstatus: { podIP: 10.0.0.1, phase: Pending }\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: q }\nstatus: { podIP: 10.0.0.1 }";
        var reading = ObjectReader.Read([("f.yaml", $"{route}\n---\n{Documents.Server}\n---\n{pod}")]);
        reading.Errors.ShouldBeEmpty();
        reading.Warnings.Select(warning => warning.ToString()).ShouldBe(
        [
            "f.yaml:5:15: spec.parentRefs: there are no Gateway objects here: the route is served by this gateway.",
            "f.yaml:8:39: spec.rules[0].targetModels[0].modelServerName: there is no ModelServer 'default/s11'. Did you mean 's1'?",
            "f.yaml:22:35: status.phase: the pod 'default/p' does not run or is not ready: it gets no requests.",
            "f.yaml:26:19: metadata.name: no ModelServer of its namespace selects this pod.",
        ]);
    }
}
