using System.Buffers;
using System.Text;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Packs.Tests.Support;

/// <summary>Reads pages of metrics as a scraper would.</summary>
internal static class Scrapes
{
    /// <summary>The page of all packs.</summary>
    public static string Page(this VitrineTelemetry telemetry, ExpositionFormat format = ExpositionFormat.Text)
    {
        var page = new ArrayBufferWriter<byte>();
        telemetry.WriteMetrics(page, format);
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }

    /// <summary>The samples of a page in text 0.0.4: <c>name{labels}</c> and value. Fails on a series that appears twice.</summary>
    public static IReadOnlyDictionary<string, string> Samples(string page)
    {
        var samples = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#') continue;
            var space = line.LastIndexOf(' ');
            samples.TryAdd(line[..space], line[(space + 1)..]).ShouldBeTrue($"{line} appears twice");
        }

        return samples;
    }
}
