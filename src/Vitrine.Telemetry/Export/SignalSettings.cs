namespace Vitrine.Telemetry.Export;

/// <summary>Where one signal goes and how, resolved.</summary>
/// <param name="Target">Nowhere, to a collector, or to standard error.</param>
/// <param name="Endpoint">The full address; for HTTP with the signal's path.</param>
/// <param name="Transport">How it travels.</param>
/// <param name="Headers">As the variable spells them: <c>name=value,name=value</c>, percent-encoded; secrets live here.</param>
/// <param name="Timeout">The longest one request may take.</param>
/// <param name="Compressed">Whether requests are gzipped.</param>
public sealed record SignalSettings(ExportTarget Target, Uri Endpoint, OtlpTransport Transport, string? Headers, TimeSpan Timeout, bool Compressed)
{
    /// <summary>Names everything but the headers, which hold credentials.</summary>
    public override string ToString() => $"{Target} {Endpoint} {Transport}";
}
