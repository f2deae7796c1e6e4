using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>
/// A YAML node as JSON, types kept as in YAML 1.2's core schema: plain <c>true</c>, <c>7</c> and <c>~</c> are a boolean, a number and null, and
/// everything in quotes is a text.
/// </summary>
internal static partial class SpecJson
{
    public static JsonElement Of(YamlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Write(json, node);
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                json.WriteStartObject();
                foreach (var (key, value) in map.Children)
                {
                    json.WritePropertyName(Clean((key as YamlScalarNode)?.Value ?? ""));
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode list:
                json.WriteStartArray();
                foreach (var item in list.Children) Write(json, item);
                json.WriteEndArray();
                break;
            case YamlScalarNode { Style: ScalarStyle.Plain } plain:
                WritePlain(json, plain.Value ?? "");
                break;
            default:
                json.WriteStringValue(Clean((node as YamlScalarNode)?.Value ?? ""));
                break;
        }
    }

    private static void WritePlain(Utf8JsonWriter json, string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL") json.WriteNullValue();
        else if (text is "true" or "True" or "TRUE") json.WriteBooleanValue(true);
        else if (text is "false" or "False" or "FALSE") json.WriteBooleanValue(false);
        else if (Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) json.WriteNumberValue(integer);
        else if (Real().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)) json.WriteNumberValue(real);
        else json.WriteStringValue(Clean(text));
    }

    /// <summary>Half a surrogate pair cannot stand in UTF-8.</summary>
    private static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return text;
        return string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
    }

    [GeneratedRegex(@"^[-+]?[0-9]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Real();
}
