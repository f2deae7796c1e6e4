using System.Globalization;
using System.Text;

namespace Vitrine.Testing.Otlp;

/// <summary>Reads OTLP export requests. Field numbers are those of opentelemetry-proto 1.x, <c>collector/*/v1</c>.</summary>
internal static class OtlpDecoder
{
    private delegate void Visit(ReadOnlySpan<byte> item, string scope, IReadOnlyDictionary<string, string> resource);

    public static List<CollectedSpan> Spans(ReadOnlySpan<byte> request)
    {
        var spans = new List<CollectedSpan>();
        Walk(request, (item, _, resource) => spans.Add(Span(item, resource)));
        return spans;
    }

    public static List<CollectedRecord> Records(ReadOnlySpan<byte> request)
    {
        var records = new List<CollectedRecord>();
        Walk(request, (item, scope, resource) => records.Add(Record(item, scope, resource)));
        return records;
    }

    public static List<CollectedSeries> Series(ReadOnlySpan<byte> request)
    {
        var series = new List<CollectedSeries>();
        Walk(request, (item, scope, resource) => Metric(item, scope, resource, series));
        return series;
    }

    /// <summary>All three requests are resource (1) with scopes (2), each a scope (1) with items (2).</summary>
    private static void Walk(ReadOnlySpan<byte> request, Visit visit)
    {
        var groups = new ProtobufFields(request);
        while (groups.Next())
        {
            if (groups.Field != 1) continue;
            var resource = new Dictionary<string, string>(StringComparer.Ordinal);
            var parts = new ProtobufFields(groups.Bytes);
            while (parts.Next())
            {
                if (parts.Field == 1) Attributes(parts.Bytes, 1, resource);
                else if (parts.Field == 2) WalkScope(parts.Bytes, resource, visit);
            }
        }
    }

    private static void WalkScope(ReadOnlySpan<byte> group, Dictionary<string, string> resource, Visit visit)
    {
        var scope = "";
        var parts = new ProtobufFields(group);
        while (parts.Next())
        {
            if (parts.Field == 1) scope = Text(parts.Bytes, 1);
            else if (parts.Field == 2) visit(parts.Bytes, scope, resource);
        }
    }

    private static CollectedSpan Span(ReadOnlySpan<byte> message, IReadOnlyDictionary<string, string> resource)
    {
        var (name, trace, id, parent, kind, status) = ("", "", "", "", 0, 0);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1: trace = Hex(fields.Bytes); break;
                case 2: id = Hex(fields.Bytes); break;
                case 4: parent = Hex(fields.Bytes); break;
                case 5: name = Encoding.UTF8.GetString(fields.Bytes); break;
                case 6: kind = (int)fields.Bits; break;
                case 9: Attribute(fields.Bytes, attributes); break;
                case 15: status = (int)Number(fields.Bytes, 3); break;
                default: break;
            }
        }

        return new CollectedSpan(name, trace, id, parent, kind, status, attributes, resource);
    }

    private static CollectedRecord Record(ReadOnlySpan<byte> message, string scope, IReadOnlyDictionary<string, string> resource)
    {
        var (severity, body, trace, id, time) = ("", "", "", "", 0L);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1: time = (long)fields.Bits; break;
                case 3: severity = Encoding.UTF8.GetString(fields.Bytes); break;
                case 5: body = Value(fields.Bytes); break;
                case 6: Attribute(fields.Bytes, attributes); break;
                case 9: trace = Hex(fields.Bytes); break;
                case 10: id = Hex(fields.Bytes); break;
                default: break;
            }
        }

        return new CollectedRecord(scope, severity, body, trace, id, time, attributes, resource);
    }

    /// <summary>Gauge (5), sum (7) and histogram (9) hold their points in field 1.</summary>
    private static void Metric(ReadOnlySpan<byte> message, string scope, IReadOnlyDictionary<string, string> resource, List<CollectedSeries> to)
    {
        var name = Text(message, 1);
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Field is not (5 or 7 or 9)) continue;
            var points = new ProtobufFields(fields.Bytes);
            while (points.Next())
            {
                if (points.Field != 1) continue;
                to.Add(fields.Field == 9 ? Histogram(points.Bytes, scope, name, resource) : Point(points.Bytes, scope, name, resource));
            }
        }
    }

    private static CollectedSeries Point(ReadOnlySpan<byte> message, string scope, string name, IReadOnlyDictionary<string, string> resource)
    {
        var value = 0d;
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Field == 4) value = fields.Real;
            else if (fields.Field == 6) value = (long)fields.Bits;
            else if (fields.Field == 7) Attribute(fields.Bytes, attributes);
        }

        return new CollectedSeries(scope, name, value, [], [], attributes, resource);
    }

    private static CollectedSeries Histogram(ReadOnlySpan<byte> message, string scope, string name, IReadOnlyDictionary<string, string> resource)
    {
        var sum = 0d;
        long[] counts = [];
        double[] bounds = [];
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 5: sum = fields.Real; break;
                case 6: counts = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(fields.Bytes).ToArray(); break;
                case 7: bounds = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(fields.Bytes).ToArray(); break;
                case 9: Attribute(fields.Bytes, attributes); break;
                default: break;
            }
        }

        return new CollectedSeries(scope, name, sum, counts, bounds, attributes, resource);
    }

    private static void Attributes(ReadOnlySpan<byte> message, int field, Dictionary<string, string> to)
    {
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Field == field) Attribute(fields.Bytes, to);
        }
    }

    private static void Attribute(ReadOnlySpan<byte> message, Dictionary<string, string> to)
    {
        var value = "";
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Field == 2) value = Value(fields.Bytes);
        }

        to[Text(message, 1)] = value;
    }

    private static string Value(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufFields(message);
        if (!fields.Next()) return "";
        return fields.Field switch
        {
            1 => Encoding.UTF8.GetString(fields.Bytes),
            2 => fields.Bits != 0 ? "true" : "false",
            3 => ((long)fields.Bits).ToString(CultureInfo.InvariantCulture),
            4 => fields.Real.ToString(CultureInfo.InvariantCulture),
            _ => $"<{fields.Bytes.Length} bytes>",
        };
    }

    private static string Text(ReadOnlySpan<byte> message, int field)
    {
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Field == field) return Encoding.UTF8.GetString(fields.Bytes);
        }

        return "";
    }

    private static ulong Number(ReadOnlySpan<byte> message, int field)
    {
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Field == field) return fields.Bits;
        }

        return 0;
    }

    private static string Hex(ReadOnlySpan<byte> id) => Convert.ToHexStringLower(id);
}
