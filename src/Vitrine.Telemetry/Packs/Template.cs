using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>A text with <c>{fact}</c> or <c>{fact:format}</c> placeholders, split once.</summary>
internal sealed class Template
{
    private readonly List<TemplatePart> _parts = [];

    private Template()
    {
    }

    /// <summary>Literal and placeholder parts in order.</summary>
    public IReadOnlyList<TemplatePart> Parts => _parts;

    /// <summary>Whether the text is one literal.</summary>
    public bool IsLiteral { get; private set; } = true;

    public static Template Parse(YamlMap at, string key, string text, VocabularyIndex vocabulary)
    {
        var template = new Template();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var open = rest.IndexOf('{');
            var close = open < 0 ? -1 : rest[open..].IndexOf('}');
            if (close < 0)
            {
                template._parts.Add(new TemplatePart(rest.ToString(), null, null));
                break;
            }

            if (open > 0) template._parts.Add(new TemplatePart(rest[..open].ToString(), null, null));
            var placeholder = rest.Slice(open + 1, close - 1).ToString();
            var colon = placeholder.IndexOf(':', StringComparison.Ordinal);
            var (name, format) = colon < 0 ? (placeholder, null) : (placeholder[..colon], placeholder[(colon + 1)..]);
            if (vocabulary.SourceOf(at, key, name) is { } source) template._parts.Add(new TemplatePart("", source, FieldFormat.Parse(at, key, format, source.Type)));
            rest = rest[(open + close + 1)..];
        }

        template.IsLiteral = template._parts.TrueForAll(part => part.Source is null);
        return template;
    }

    /// <summary>Whether there is something to show: a literal only, or at least one fact that is neither absent, empty nor zero.</summary>
    public bool IsShown(Operation operation)
    {
        if (IsLiteral) return true;
        foreach (var part in _parts)
        {
            if (part.Source is not null && part.Source.TryRead(new OperationReader(operation), out var value) && !value.IsEmpty) return true;
        }

        return false;
    }

    /// <summary>Renders as a string, each placeholder in its format; for names of spans, messages and fields.</summary>
    public string Render(Operation operation)
    {
        if (_parts is [{ Source: null }]) return _parts[0].Literal;
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        foreach (var part in _parts)
        {
            if (part.Source is null) text.AppendLiteral(part.Literal);
            else if (part.Source.TryRead(new OperationReader(operation), out var value)) text.AppendLiteral(Format(value, part.Format!));
        }

        return text.ToStringAndClear();
    }

    private static string Format(in FactValue value, FieldFormat format)
    {
        if (format.Kind is FieldFormatKind.Plain or FieldFormatKind.Text) return value.ToString();
        var formatted = new ArrayBufferWriter<byte>(32);
        ValueText.WriteText(formatted, value, format);
        return Encoding.UTF8.GetString(formatted.WrittenSpan);
    }
}

/// <summary>A literal, or a placeholder with its format.</summary>
internal sealed record TemplatePart(string Literal, Source? Source, FieldFormat? Format);
