using System.Globalization;

namespace Vitrine.Telemetry.Exposition;

/// <summary>The parts of a histogram's lines that do not change: one name per series and one <c>le</c> per bucket.</summary>
internal sealed class HistogramHeader : FamilyHeader
{
    public HistogramHeader(string name, string help, double[] bounds) : base(name, help, "histogram")
    {
        Bucket = Utf8(name + "_bucket{");
        Sum = Utf8(name + "_sum");
        Count = Utf8(name + "_count");
        TextBounds = [.. bounds.Select(bound => Le(bound.ToString(CultureInfo.InvariantCulture))), Le("+Inf")];
        // OpenMetrics wants a decimal point in every le, so that 1 and 1.0 are not two series.
        OpenBounds = [.. bounds.Select(bound => Le(Canonical(bound))), Le("+Inf")];
    }

    public byte[] Bucket { get; }

    public byte[] Sum { get; }

    public byte[] Count { get; }

    /// <summary><c>le="0.5"} </c> per bucket, text format.</summary>
    public byte[][] TextBounds { get; }

    /// <summary><c>le="0.5"} </c> per bucket, OpenMetrics.</summary>
    public byte[][] OpenBounds { get; }

    private static byte[] Le(string bound) => Utf8($"le=\"{bound}\"}} ");

    private static string Canonical(double bound)
    {
        var text = bound.ToString(CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : text + ".0";
    }
}
