using System.Text.Json;

namespace Vitrine.Web.Upstream;

/// <summary>
/// Reads OpenAI's list of models, <c>{"data":[{"id":"…"}]}</c>, with what the house's model server (<c>parameters</c>, <c>quantisation</c>,
/// <c>model_family</c>, <c>size</c>) and llama-server (<c>meta.n_params</c>, <c>meta.size</c>) add to it.
/// </summary>
internal static class ModelListReader
{
    private const int MostModels = 1000;
    private const int LongestName = 200;

    /// <summary>The models in their order, at most 1,000; null for what is no such list.</summary>
    public static IReadOnlyList<OfferedModel>? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (Member(document.RootElement, "data"u8) is not { ValueKind: JsonValueKind.Array } data) return null;
            return [.. data.EnumerateArray().Select(Read).OfType<OfferedModel>().Take(MostModels)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or half a surrogate pair in a name.
            return null;
        }
    }

    private static OfferedModel? Read(JsonElement model)
    {
        if (Text(model, "id"u8) is not { } id) return null;
        var meta = Member(model, "meta"u8) ?? model;
        return new OfferedModel(id)
        {
            Parameters = Count(model, "parameters"u8) ?? Count(meta, "n_params"u8),
            Quantization = Text(model, "quantisation"u8) ?? Text(model, "quantization"u8),
            Architecture = Text(model, "model_family"u8) ?? Text(model, "architecture"u8),
            Created = Count(model, "created"u8),
            SizeBytes = Count(model, "size"u8) ?? Count(meta, "size"u8),
        };
    }

    private static JsonElement? Member(JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, ReadOnlySpan<byte> name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 and <= LongestName } value ? value : null;

    /// <summary>A count above zero; servers write 0 where they have nothing to tell.</summary>
    private static long? Count(JsonElement element, ReadOnlySpan<byte> name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) && value > 0 ? value : null;
}
