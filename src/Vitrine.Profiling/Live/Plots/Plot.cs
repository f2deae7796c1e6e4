using System.Text.Json;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>
/// A chart as statsviz's protocol describes it: told once in the configuration, then one array of values a second. Plots belong to one
/// <see cref="LiveRun"/> and are read by its thread alone.
/// </summary>
/// <param name="name">The key of its values.</param>
/// <param name="title">What stands above it.</param>
internal abstract class Plot(string name, string title)
{
    public string Name { get; } = name;

    public string Title { get; } = title;

    /// <summary>Groups that a page shows and hides together: <c>cpu</c>, <c>gc</c>, <c>scheduler</c>, <c>misc</c>.</summary>
    public required string[] Tags { get; init; }

    /// <summary>What it means and what it leaves out: plain text, since a page may take it for HTML.</summary>
    public required string Info { get; init; }

    /// <summary>Where the values come from, for those who search by that.</summary>
    public string[] Sources { get; init; } = [];

    /// <summary>Whether the times of collections are drawn over it.</summary>
    public bool ShowsGc { get; init; }

    /// <summary>Writes the object of the configuration.</summary>
    public void WriteConfig(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, Name);
        WriteTexts(json, "tags"u8, Tags);
        json.WriteString("title"u8, Title);
        json.WriteString("infoText"u8, Info);
        json.WriteString("events"u8, ShowsGc ? ReservedNames.LastGc : "");
        WriteShape(json);
        WriteTexts(json, "metrics"u8, Sources);
        json.WriteEndObject();
    }

    /// <summary>Writes the values of a moment: an array, always of the same length.</summary>
    public abstract void WriteValues(Utf8JsonWriter json, LiveSample now);

    /// <summary>Writes what this kind of chart has beside the common properties.</summary>
    protected abstract void WriteShape(Utf8JsonWriter json);

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> property, string[] texts)
    {
        json.WriteStartArray(property);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
