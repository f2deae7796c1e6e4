using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Lines;

/// <summary>Turns a pack's envelope into parts whose names and constants are rendered once.</summary>
internal static class EnvelopeCompiler
{
    private const string Exception = "$exception";

    private static readonly Dictionary<string, EnvelopeSlot> s_slots = new(StringComparer.Ordinal)
    {
        ["$time"] = EnvelopeSlot.Time,
        ["$level"] = EnvelopeSlot.Level,
        ["$message"] = EnvelopeSlot.Message,
        ["$logger"] = EnvelopeSlot.Logger,
        ["$trace_id"] = EnvelopeSlot.TraceId,
        ["$span_id"] = EnvelopeSlot.SpanId,
        ["$sampled"] = EnvelopeSlot.Sampled,
        [Exception] = EnvelopeSlot.Exception,
        ["$service"] = EnvelopeSlot.Service,
        ["$fields"] = EnvelopeSlot.Fields,
    };

    private static readonly (string Key, string Slot)[] s_default =
    [
        ("timestamp", "$time"), ("level", "$level"), ("logger", "$logger"), ("message", "$message"), ("", "$fields"),
        ("exception", Exception), ("trace_id", "$trace_id"), ("span_id", "$span_id"), ("sampled", "$sampled"),
    ];

    /// <summary>Compiles the envelope; the definition has been checked.</summary>
    public static Envelope Compile(LogDefinition definition, string serviceName)
    {
        var parts = definition.Envelope is { } fields
            ? [.. fields.Select(Part)]
            : s_default.Select(part => new EnvelopePart(s_slots[part.Slot], NameOf(part.Key))).ToArray();
        return new Envelope(parts, [.. definition.Levels.Select(Json)], Json(serviceName));
    }

    /// <summary>The envelope of audit entries: with the fields of a rule it makes an <see cref="Audit.AuditEvent"/>.</summary>
    public static Envelope OfAudit(string serviceName) => new(
        [
            new(EnvelopeSlot.EventId, NameOf("event_id")), new(EnvelopeSlot.Time, NameOf("occurred_at")), new(EnvelopeSlot.Service, NameOf("service")),
            new(EnvelopeSlot.Fields, []), new(EnvelopeSlot.TraceId, NameOf("correlation_id")) { Constant = [.. "null"u8] },
        ],
        [],
        Json(serviceName));

    /// <summary>Reports envelope fields that name no slot.</summary>
    public static void Check(LogDefinition definition)
    {
        foreach (var field in definition.Envelope ?? []) Check(field);
    }

    /// <summary>
    /// The keys that stand in one object with a line's own fields, which these must not repeat. The exception's is not among them: records of
    /// loggers have one, lines of a pack never.
    /// </summary>
    public static IReadOnlyList<string> KeysBesideFields(LogDefinition definition) => definition.Envelope is { } fields
        ? ObjectWithFields(fields) is { } around ? KeysOf(around) : []
        : [.. s_default.Where(part => part.Slot is not (Exception or "$fields")).Select(part => part.Key)];

    private static IReadOnlyList<FieldDefinition>? ObjectWithFields(IReadOnlyList<FieldDefinition> fields) =>
        fields.Any(field => field.Source == "$fields") ? fields : fields.Select(field => field.Fields is { } inner ? ObjectWithFields(inner) : null).FirstOrDefault(found => found is not null);

    private static IReadOnlyList<string> KeysOf(IReadOnlyList<FieldDefinition> fields) => [.. fields.Where(field => field.Source is not (Exception or "$fields")).Select(field => field.Key)];

    private static void Check(FieldDefinition field)
    {
        foreach (var inner in field.Fields ?? []) Check(inner);
        if (field.Source is null || s_slots.ContainsKey(field.Source)) return;
        field.At.Error(field.Key, $"'{field.Source}' is nothing an envelope holds. {Nearest.Suggest(field.Source, s_slots.Keys)}");
    }

    private static EnvelopePart Part(FieldDefinition field)
    {
        if (field.Fields is { } inner) return new EnvelopePart(EnvelopeSlot.Object, NameOf(field.Key)) { Parts = [.. inner.Select(Part)] };
        if (field.Constant is { } constant) return new EnvelopePart(EnvelopeSlot.Constant, NameOf(field.Key)) { Constant = Json(constant) };
        return new EnvelopePart(s_slots[field.Source!], NameOf(field.Key)) { Constant = field.Absent is null ? null : Json(field.Absent) };
    }

    private static byte[] NameOf(string key) => key.Length == 0 ? [] : JsonLineBuilder.EncodeName(key);

    private static byte[] Json(string text)
    {
        var line = new JsonLineBuilder();
        line.WriteString(text);
        return line.Finish().ToArray();
    }
}
