using System.Text.Json;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>A distribution over time: a column a second, a row a bucket. Counts go out as they have grown since the run began; a page takes the difference.</summary>
internal sealed class HeatmapPlot(string name, string title, Histogram histogram) : Plot(name, title)
{
    public const string Durations = "duration";
    public const string Bytes = "bytes";

    // Pale to strong, for statsviz's own page; ours has colours of its own.
    private static readonly string[] s_shades = ["rgb(255,255,255)", "rgb(204,236,230)", "rgb(102,194,164)", "rgb(35,139,109)", "rgb(0,68,55)"];

    /// <summary>What a bucket measures.</summary>
    public required string Axis { get; init; }

    /// <summary><see cref="Durations"/> in seconds, or <see cref="Bytes"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>What is counted.</summary>
    public required string Counted { get; init; }

    /// <summary>Every how many buckets one is named on the axis.</summary>
    public required int TickEvery { get; init; }

    public override void WriteValues(Utf8JsonWriter json, LiveSample now)
    {
        json.WriteStartArray(Name);
        foreach (var count in histogram.Counts) json.WriteNumberValue(count);
        json.WriteEndArray();
    }

    protected override void WriteShape(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "heatmap");
        json.WriteNumber("updateFreq"u8, 5);
        json.WriteStartObject("layout"u8);
        json.WriteStartObject("yaxis"u8);
        json.WriteString("title"u8, Axis);
        json.WriteString("tickmode"u8, "array");
        WriteTicks(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("colorscale"u8);
        for (var i = 0; i < s_shades.Length; i++)
        {
            json.WriteStartArray();
            json.WriteNumberValue(i / (double)(s_shades.Length - 1));
            json.WriteStringValue(s_shades[i]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("buckets"u8);
        for (var i = 0; i < histogram.Bounds.Length; i++) json.WriteNumberValue(i);
        json.WriteEndArray();
        json.WriteStartArray("custom_data"u8);
        foreach (var bound in histogram.Bounds) json.WriteNumberValue(bound);
        json.WriteEndArray();
        json.WriteStartObject("hover"u8);
        json.WriteString("yname"u8, Axis);
        json.WriteString("yunit"u8, Unit);
        json.WriteString("zname"u8, Counted);
        json.WriteEndObject();
    }

    private void WriteTicks(Utf8JsonWriter json)
    {
        json.WriteStartArray("tickvals"u8);
        for (var i = 0; i < histogram.Bounds.Length; i += TickEvery) json.WriteNumberValue(i);
        json.WriteEndArray();
        json.WriteStartArray("ticktext"u8);
        for (var i = 0; i < histogram.Bounds.Length; i += TickEvery) json.WriteNumberValue(histogram.Bounds[i]);
        json.WriteEndArray();
    }
}
