using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Audit;

/// <summary>The JSON of audit events: snake case, every key written, a null for what is not known. Public: the ledger reads it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(ActionConverter), typeof(InstantConverter)])]
[JsonSerializable(typeof(AuditEvent))]
[JsonSerializable(typeof(AuditBatch))]
[JsonSerializable(typeof(AuditReceipt))]
public sealed partial class AuditJson : JsonSerializerContext
{
    /// <summary>The same, with text left readable: never inside HTML.</summary>
    public static AuditJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new ActionConverter(), new InstantConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Actions by their names; a number is none.</summary>
    private sealed class ActionConverter() : JsonStringEnumConverter<AuditAction>(namingPolicy: null, allowIntegerValues: false);

    /// <summary>Instants in UTC with milliseconds, as in every log of the house; any RFC 3339 text is read.</summary>
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().ToUniversalTime();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte[LogTime.MillisBytes];
            LogTime.WriteMillis(value, text);
            writer.WriteStringValue(text);
        }
    }
}
