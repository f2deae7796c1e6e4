using System.Text.Json.Nodes;
using Vitrine.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Vitrine.Tests.Deploy;

/// <summary>Reads the YAML files of <c>deploy/</c> and <c>packs/</c> as they lie in the repository.</summary>
internal static class DeployFile
{
    /// <summary>The documents of a YAML file as JSON, merge keys applied.</summary>
    public static IReadOnlyList<JsonNode> ReadAll(string file)
    {
        var parser = new MergingParser(new Parser(new StringReader(File.ReadAllText(Checkout.PathOf(file)))));
        var (deserializer, serializer) = (new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build(), new SerializerBuilder().JsonCompatible().Build());
        var documents = new List<JsonNode>();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _)) documents.Add(JsonNode.Parse(serializer.Serialize(deserializer.Deserialize(parser)))!);
        return documents;
    }

    /// <summary>The only document of a YAML file.</summary>
    public static JsonNode Read(string file) => ReadAll(file).ShouldHaveSingleItem();

    /// <summary>The texts of a list; none when there is no list.</summary>
    public static string[] Texts(this JsonNode? list) => [.. list?.AsArray().Select(item => item!.ToString()) ?? []];
}
