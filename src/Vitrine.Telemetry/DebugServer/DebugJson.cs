using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>The JSON of the debug pages: camel case, nulls left out, indented for people. Public: readers of the format use it too.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(OperationsDocument))]
[JsonSerializable(typeof(IReadOnlyList<ShownSetting>))]
[JsonSerializable(typeof(IReadOnlyList<PackReport>))]
[JsonSerializable(typeof(ServiceIndex))]
public sealed partial class DebugJson : JsonSerializerContext
{
    /// <summary>The same, with text left readable: these bodies are served as JSON with <c>nosniff</c>, never inside HTML.</summary>
    public static DebugJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    internal static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        JsonAnswer.Begin(context.Response);
        return JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, type, context.RequestAborted);
    }
}
