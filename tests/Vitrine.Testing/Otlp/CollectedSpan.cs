namespace Vitrine.Testing.Otlp;

/// <summary>A span as a collector got it. Ids are lower-case hexadecimal; attributes are rendered as text.</summary>
/// <param name="Name">The span's name.</param>
/// <param name="TraceId">32 digits.</param>
/// <param name="SpanId">16 digits.</param>
/// <param name="ParentSpanId">16 digits, or empty for a root.</param>
/// <param name="Kind">1 internal, 2 server, 3 client.</param>
/// <param name="StatusCode">0 unset, 1 ok, 2 error.</param>
/// <param name="Attributes">The span's own attributes.</param>
/// <param name="Resource">The resource's attributes.</param>
public sealed record CollectedSpan(
    string Name,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    int Kind,
    int StatusCode,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> Resource);
