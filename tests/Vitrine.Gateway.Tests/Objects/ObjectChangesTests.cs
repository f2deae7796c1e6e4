using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Objects.Reading;

namespace Vitrine.Gateway.Tests.Objects;

public sealed class ObjectChangesTests
{
    private const string Before = """
        apiVersion: networking.serving.volcano.sh/v1alpha1
        kind: ModelRoute
        metadata: { name: r1 }
        spec: { modelName: llama, rules: [ { targetModels: [ { modelServerName: s1 } ] } ] }
        ---
        apiVersion: networking.serving.volcano.sh/v1alpha1
        kind: ModelServer
        metadata: { name: s1 }
        spec: { inferenceEngine: vLLM, endpoints: [ { name: p0, address: 'http://10.0.0.1:8000' } ] }
        """;

    [Fact]
    public void Between_SameText_IsNothing() => Between(Before, Before + "\n# a remark\n").ShouldBeEmpty();

    [Fact]
    public void Between_ChangedFields_NamesThemAndNoValue() =>
        Between(Before, Before.Replace("vLLM", "SGLang").Replace("10.0.0.1", "10.0.0.2").Replace("spec: { modelName: llama,", "spec: { modelName: llama, rateLimit: { inputTokensPerUnit: 5, unit: day },"))
            .ShouldBe(["ModelRoute/default/r1/rateLimit", "ModelServer/default/s1/endpoints", "ModelServer/default/s1/inferenceEngine"]);

    [Fact]
    public void Between_ObjectsThatCameAndWent_NamesThem() =>
        Between(Before, Before.Replace("name: s1 }", "name: s2 }").Replace("modelServerName: s1", "modelServerName: s2")).ShouldBe(["ModelRoute/default/r1/rules", "ModelServer/default/s1", "ModelServer/default/s2"]);

    [Fact]
    public void Between_VeryMany_NamesTheFirstAndCountsTheRest()
    {
        var many = string.Join("\n---\n", Enumerable.Range(0, 150).Select(number => Before.Split("---")[1].Replace("name: s1 }", $"name: t{number} }}")));
        var changes = Between("", many);
        (changes.Count, changes[^1]).ShouldBe((101, "and 50 more"));
    }

    private static IReadOnlyList<string> Between(string before, string after) => ObjectChanges.Between(Read(before), Read(after));

    private static ObjectSet Read(string text)
    {
        var reading = ObjectReader.Read(text.Length == 0 ? [] : [("objects.yaml", text)]);
        reading.Errors.ShouldBeEmpty();
        return reading.Objects;
    }
}
