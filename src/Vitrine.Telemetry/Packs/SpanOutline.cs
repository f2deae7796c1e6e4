namespace Vitrine.Telemetry.Packs;

/// <summary>A span as a pack declares it.</summary>
/// <param name="Name">Its name, a template.</param>
/// <param name="Kind">The scope it shows.</param>
public sealed record SpanOutline(string Name, string Kind);
