using System.Text.Json;

namespace Vitrine.Web.Engine;

/// <summary>
/// Reads what llama-server says of itself at <c>/props</c>. Its threads and batch size stand nowhere; they are posted, or unknown. Its
/// <c>/metrics</c> is left alone: reading that page begins its averages anew, for everybody who reads it.
/// </summary>
internal static class EngineProps
{
    private const string WeightFile = ".gguf";

    /// <summary>The one model, under the name that the chat uses for it; null for what is no such document.</summary>
    /// <param name="json">The document.</param>
    /// <param name="model">The configured model; empty takes the server's own name.</param>
    public static EngineFigures? Read(ReadOnlyMemory<byte> json, string model)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var props = document.RootElement;
            if (props.ValueKind != JsonValueKind.Object || !props.TryGetProperty("default_generation_settings"u8, out var settings)) return null;
            return new EngineFigures(model.Length > 0 ? model : NameOf(props))
            {
                Type = EngineRule.LlamaCpp,
                ContextSize = settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("n_ctx"u8, out var context) && context.TryGetInt64(out var tokens) ? tokens : null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, a member of another type, or half a surrogate pair.
            return null;
        }
    }

    private static string NameOf(JsonElement props)
    {
        if (props.TryGetProperty("model_alias"u8, out var alias) && alias.GetString() is { Length: > 0 } name) return name;
        if (!props.TryGetProperty("model_path"u8, out var path) || path.GetString() is not { } file) return "";
        file = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        return file.EndsWith(WeightFile, StringComparison.OrdinalIgnoreCase) ? file[..^WeightFile.Length] : file;
    }
}
