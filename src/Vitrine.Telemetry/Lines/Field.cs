using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Lines;

/// <summary>One field of a line, bound to its fact. Writes its name and value, or nothing.</summary>
internal sealed class Field
{
    private readonly byte[] _name;
    private readonly byte[]? _constant;
    private readonly byte[]? _absent;

    public Field(string key, string? constant, string? absent, bool isNumber = false)
    {
        Key = key;
        _name = JsonLineBuilder.EncodeName(key);
        _constant = constant is null ? null : Json(constant);
        _absent = absent is null ? null : isNumber && long.TryParse(absent, CultureInfo.InvariantCulture, out _) ? Encoding.UTF8.GetBytes(absent) : Json(absent);
    }

    public string Key { get; }

    /// <summary>What is read, the first that is there; empty for constants, templates and objects.</summary>
    public Source[] Sources { get; init; } = [];

    public Template? Template { get; init; }

    public FieldFormat Format { get; init; } = new(FieldFormatKind.Plain);

    public FieldOmit Omit { get; init; }

    public FrozenDictionary<string, string>? Map { get; init; }

    /// <summary>The fields of a nested object, or null.</summary>
    public Field[]? Fields { get; init; }

    /// <summary>Writes <c>,"name":value</c>, or nothing when it is to be left out.</summary>
    public void Write(JsonLineBuilder line, Operation operation)
    {
        if (Fields is not null)
        {
            WriteObject(line, operation);
        }
        else if (_constant is not null)
        {
            line.WriteName(_name);
            line.WriteRaw(_constant);
        }
        else if (Template is not null && Template.IsShown(operation))
        {
            line.WriteName(_name);
            line.WriteString(Template.Render(operation));
        }
        else if (TryRead(operation, out var value))
        {
            line.WriteName(_name);
            if (Map is not null && value.Type == FactType.Text && Map.TryGetValue(value.Text!, out var mapped)) line.WriteString(mapped);
            else ValueText.WriteJson(line, value, Format);
        }
        else if (_absent is not null || Omit == FieldOmit.Never)
        {
            line.WriteName(_name);
            line.WriteRaw(_absent ?? "null"u8);
        }
    }

    private static byte[] Json(string text)
    {
        var line = new JsonLineBuilder();
        line.WriteString(text);
        return line.Finish().ToArray();
    }

    private void WriteObject(JsonLineBuilder line, Operation operation)
    {
        if (Omit != FieldOmit.Never && !WouldWriteAny(Fields!, operation)) return;
        line.WriteName(_name);
        line.BeginObject();
        foreach (var field in Fields!) field.Write(line, operation);
        line.EndObject();
    }

    /// <summary>A loop, for a closure would be an allocation per line.</summary>
    private static bool WouldWriteAny(Field[] fields, Operation operation)
    {
        foreach (var field in fields)
        {
            if (field.WouldWrite(operation)) return true;
        }

        return false;
    }

    private bool WouldWrite(Operation operation)
    {
        if (_constant is not null) return false;
        if (Fields is not null) return WouldWriteAny(Fields, operation);
        if (Template is not null) return Template.IsShown(operation);
        return TryRead(operation, out _);
    }

    private bool TryRead(Operation operation, out FactValue value)
    {
        var reader = new OperationReader(operation);
        foreach (var source in Sources)
        {
            if (source.TryRead(reader, out value) && !(Omit == FieldOmit.Empty && value.IsEmpty)) return true;
        }

        value = default;
        return false;
    }
}
