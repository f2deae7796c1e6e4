namespace Vitrine.Telemetry.Metrics;

/// <summary>One series: its labels, rendered once, and its value. Cells live as long as their family.</summary>
internal abstract class Cell(byte[] labels, string[] labelValues)
{
    /// <summary>The labels as the page shows them, without braces: <c>model="a",path="/v1"</c>. Empty for none.</summary>
    public byte[] Labels => labels;

    /// <summary>The label values in the family's order, folded.</summary>
    public string[] LabelValues => labelValues;

    /// <summary>Records one observation. Thread-safe, lock-free but for <see cref="StatCell"/>, allocates nothing in steady state.</summary>
    /// <param name="value">In the family's unit.</param>
    /// <param name="operation">Where it came from, for exemplars; null when unknown.</param>
    public abstract void Record(double value, Operation? operation);
}
