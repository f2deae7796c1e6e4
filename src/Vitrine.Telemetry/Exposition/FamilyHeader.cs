using System.Text;

namespace Vitrine.Telemetry.Exposition;

/// <summary>What both text formats write before and within a family's lines, rendered once.</summary>
internal class FamilyHeader
{
    private const string TotalSuffix = "_total";

    public FamilyHeader(string name, string help, string type)
    {
        Name = Utf8(name);
        Text = Utf8($"# HELP {name} {Escape(help)}\n# TYPE {name} {type}\n");
        var (family, openType) = OpenMetricsName(name, type);
        Open = Utf8($"# HELP {family} {Escape(help).Replace("\"", "\\\"")}\n# TYPE {family} {openType}\n");
    }

    /// <summary>The name of a sample.</summary>
    public byte[] Name { get; }

    /// <summary>HELP and TYPE in text format 0.0.4.</summary>
    public byte[] Text { get; }

    /// <summary>HELP and TYPE in OpenMetrics 1.0.</summary>
    public byte[] Open { get; }

    protected static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>OpenMetrics names a counter family without <c>_total</c>; a counter that never had it is of unknown type, or Prometheus loses it.</summary>
    private static (string Family, string Type) OpenMetricsName(string name, string type)
    {
        if (!string.Equals(type, "counter", StringComparison.Ordinal)) return (name, type);
        return name.EndsWith(TotalSuffix, StringComparison.Ordinal) ? (name[..^TotalSuffix.Length], type) : (name, "unknown");
    }

    private static string Escape(string help) => help.Replace("\\", "\\\\").Replace("\n", "\\n");
}
