using System.Text.Json.Nodes;
using Vitrine.Telemetry.Packs;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Telemetry.Tests.Packs;

/// <summary>Holds <c>packs/pack.schema.json</c>, which editors read, against the reader: same keys, and every pack of the house is valid.</summary>
public sealed class PackSchemaTests
{
    private static readonly JsonNode s_schema = JsonNode.Parse(ReadSchema())!;

    public static TheoryData<string> Packs => [.. new PackStore().Names];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Schema_EveryPackOfTheHouse_IsValid(string name)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(new PackStore().Load(name).ReadText("pack.yaml")));
        var wrong = new List<string>();
        Check(stream.Documents[0].RootNode, s_schema, name, wrong);
        wrong.ShouldBeEmpty();
    }

    /// <summary>A key that no reader knows, put at each place, must be unknown to reader and schema alike; so every key of the schema must be known.</summary>
    [Theory]
    [InlineData("", "$")]
    [InlineData("labels: { l: { KEY: x } }", "label")]
    [InlineData("metrics: [{ counter: c_total, help: h, from: http, KEY: x }]", "metric")]
    [InlineData("metrics: [{ counter: c_total, help: h, feeds: [{ from: http, KEY: x }] }]", "feed")]
    [InlineData("log: { KEY: x }", "log")]
    [InlineData("lines: [{ name: l, on: http, KEY: x }]", "line")]
    [InlineData("lines: [{ name: l, on: http, fields: [{ f: { const: c, KEY: x } }] }]", "field")]
    [InlineData("audit: [{ name: r, on: http, KEY: x }]", "rule")]
    [InlineData("spans: [{ on: http, name: n, KEY: x }]", "span")]
    [InlineData("equations: [{ name: n, left: [{ metric: c }], right: [{ metric: c }], KEY: x }]", "equation")]
    [InlineData("equations: [{ name: n, left: [{ metric: c, KEY: x }], right: [{ metric: c }] }]", "term")]
    public void Reader_EveryKeyOfTheSchema_IsKnown(string yaml, string definition)
    {
        var properties = (definition == "$" ? s_schema : s_schema["$defs"]![definition]!)["properties"]!.AsObject();
        foreach (var (key, _) in properties)
        {
            var text = "pack: p\n" + (yaml.Length == 0 ? $"{key}: x" : yaml.Replace("KEY: x", $"{key}: x"));
            if (yaml.Length == 0 && key == "pack") continue;
            var errors = Vitrine.Telemetry.Documents.YamlSource.Parse("p.yaml", text);
            PackReader.Read(errors);
            errors.Errors.ShouldAllBe(error => !(error.Message.Contains("not known here") && error.Key.EndsWith(key, StringComparison.Ordinal)), $"{definition}.{key}");
        }
    }

    private static void Check(YamlNode node, JsonNode schema, string path, List<string> wrong)
    {
        if (schema["$ref"] is { } reference)
        {
            var target = s_schema;
            foreach (var part in reference.GetValue<string>()[2..].Split('/')) target = target[part]!;
            schema = target;
        }

        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                {
                    var name = ((YamlScalarNode)key).Value!;
                    if (schema["properties"]?[name] is { } known) Check(value, known, $"{path}.{name}", wrong);
                    else if (schema["additionalProperties"] is JsonObject others) Check(value, others, $"{path}.{name}", wrong);
                    else if (schema["additionalProperties"] is not null) wrong.Add($"{path}.{name} is not in the schema");
                }

                break;
            case YamlSequenceNode list:
                foreach (var item in list.Children)
                {
                    if (schema["items"] is { } items) Check(item, items, path + "[]", wrong);
                }

                break;
            case YamlScalarNode scalar:
                if (schema["enum"] is JsonArray accepted && !accepted.Any(value => value!.GetValue<string>() == scalar.Value)) wrong.Add($"{path}: '{scalar.Value}' is not accepted");
                break;
        }
    }

    private static string ReadSchema()
    {
        using var stream = typeof(PackStore).Assembly.GetManifestResourceStream("packs/pack.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
