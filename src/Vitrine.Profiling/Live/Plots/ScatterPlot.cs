using System.Text.Json;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>Lines or bars over time.</summary>
internal sealed class ScatterPlot(string name, string title, params Subplot[] subplots) : Plot(name, title)
{
    public const string Lines = "scatter";
    public const string Bars = "bar";

    private readonly double[] _before = NothingBefore(subplots.Length);

    /// <summary><see cref="Lines"/>, or <see cref="Bars"/>.</summary>
    public string Type { get; init; } = Lines;

    /// <summary>Whether bars stand on top of each other.</summary>
    public bool IsStacked { get; init; }

    /// <summary>What the axis is called.</summary>
    public string Axis { get; init; } = "";

    /// <summary>What stands behind every number.</summary>
    public string Unit { get; init; } = "";

    public override void WriteValues(Utf8JsonWriter json, LiveSample now)
    {
        json.WriteStartArray(Name);
        for (var i = 0; i < subplots.Length; i++)
        {
            var value = subplots[i].Read(now);
            var shown = subplots[i].Measure switch
            {
                Measure.Level => value,
                // What was not read then leaves a gap now, but at the first tick there is no then.
                _ when now.IsFirst => 0,
                Measure.Delta => Grown(value, _before[i]),
                _ => Grown(value, _before[i]) / now.ElapsedSeconds,
            };
            _before[i] = value;
            if (double.IsFinite(shown)) json.WriteNumberValue(shown);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    protected override void WriteShape(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, Type);
        json.WriteNumber("updateFreq"u8, 0);
        json.WriteStartObject("layout"u8);
        json.WriteString("barmode"u8, IsStacked ? "stack" : "");
        json.WriteStartObject("yaxis"u8);
        json.WriteString("title"u8, Axis);
        json.WriteString("ticksuffix"u8, Unit);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("subplots"u8);
        foreach (var subplot in subplots)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, subplot.Name);
            json.WriteString("unitfmt"u8, "%{y:.4s}" + Unit);
            json.WriteString("stackgroup"u8, subplot.StackGroup);
            json.WriteString("hoveron"u8, subplot.StackGroup.Length == 0 ? "" : "points+fills");
            json.WriteString("color"u8, "");
            json.WriteString("type"u8, "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Totals that are read beside each other, and not at once, may seem to shrink a little; NaN stays what it is.
    private static double Grown(double now, double before) => now < before ? 0 : now - before;

    private static double[] NothingBefore(int count)
    {
        var values = new double[count];
        values.AsSpan().Fill(double.NaN);
        return values;
    }
}
