using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Vitrine.Telemetry.Exposition;

/// <summary>
/// Reads what a scraper accepts. Text 0.0.4 is the answer unless OpenMetrics 1.0 is preferred: by a higher q value, or by an equal one and
/// an earlier place (RFC 9110, section 12.5.1; Prometheus' own clients choose the same way). Allocates nothing.
/// </summary>
internal static class MetricsNegotiation
{
    private const string OpenMetrics = "application/openmetrics-text";
    private const string Plain = "text/plain";

    /// <summary>The format that this <c>Accept</c> header prefers.</summary>
    public static ExpositionFormat FormatOf(StringValues accept)
    {
        var (open, plain) = (0d, 0d);
        var openFirst = false;
        foreach (var line in accept)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan()[range];
                var type = TypeOf(item);
                if (type.Equals(OpenMetrics, StringComparison.OrdinalIgnoreCase) && IsVersionOne(item))
                {
                    if (open == 0) openFirst = plain == 0;
                    open = Math.Max(open, QualityOf(item));
                }
                else if (type.Equals(Plain, StringComparison.OrdinalIgnoreCase) || type is "text/*" or "*/*")
                {
                    plain = Math.Max(plain, QualityOf(item));
                }
            }
        }

        return open > plain || (open > 0 && open == plain && openFirst) ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
    }

    /// <summary>Whether the scraper takes gzip.</summary>
    public static bool TakesGzip(StringValues acceptEncoding)
    {
        var (gzip, any) = (-1d, 0d);
        foreach (var line in acceptEncoding)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan()[range];
                var coding = TypeOf(item);
                if (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase)) gzip = QualityOf(item);
                else if (coding is "*") any = QualityOf(item);
            }
        }

        return gzip >= 0 ? gzip > 0 : any > 0;
    }

    private static ReadOnlySpan<char> TypeOf(ReadOnlySpan<char> item)
    {
        var end = item.IndexOf(';');
        return (end < 0 ? item : item[..end]).Trim();
    }

    private static double QualityOf(ReadOnlySpan<char> item) =>
        Parameter(item, "q") is { IsEmpty: false } q && double.TryParse(q, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality : 1;

    private static bool IsVersionOne(ReadOnlySpan<char> item) => Parameter(item, "version") is "" or "1.0.0";

    private static ReadOnlySpan<char> Parameter(ReadOnlySpan<char> item, string name)
    {
        foreach (var range in item.Split(';'))
        {
            var parameter = item[range].Trim();
            var equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase)) return parameter[(equals + 1)..].Trim().Trim('"');
        }

        return default;
    }
}
