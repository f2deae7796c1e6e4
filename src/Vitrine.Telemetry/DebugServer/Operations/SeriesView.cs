namespace Vitrine.Telemetry.DebugServer;

/// <summary>A series that an operation moved.</summary>
/// <param name="Pack">The pack it belongs to.</param>
/// <param name="Family">The family's name.</param>
/// <param name="Type">counter, gauge, histogram or stat.</param>
/// <param name="Labels">The labels as a page shows them, without braces; empty for none.</param>
/// <param name="Value">By how much a counter rose, or what was observed.</param>
public sealed record SeriesView(string Pack, string Family, string Type, string Labels, double Value);
