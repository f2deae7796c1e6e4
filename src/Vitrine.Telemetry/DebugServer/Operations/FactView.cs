using System.Globalization;
using System.Text.Json.Serialization;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>A fact's value: exactly one of <see cref="Text"/>, <see cref="Number"/> and <see cref="Flag"/> is set.</summary>
/// <param name="Name">Its name in the vocabulary.</param>
/// <param name="Text">A text.</param>
/// <param name="Number">A number; seconds for durations.</param>
/// <param name="Flag">A flag.</param>
/// <param name="Unit">The number's unit in UCUM, or null.</param>
public sealed record FactView(string Name, string? Text = null, double? Number = null, bool? Flag = null, string? Unit = null)
{
    /// <summary>The value for people, without its unit.</summary>
    [JsonIgnore]
    public string Display => Text ?? Number?.ToString("0.######", CultureInfo.InvariantCulture) ?? (Flag == true ? "true" : "false");
}
