using System.Text;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Web.Engine;

/// <summary>Reads the rows of loaded models from the house's model server: its page of metrics in the pack <c>otel</c>.</summary>
internal static class EnginePage
{
    private const string Type = "vitrine";
    private static readonly (byte[] Name, Func<EngineFigures, long, EngineFigures> Set)[] s_gauges =
    [
        ("vitrine_model_memory_bytes"u8.ToArray(), static (row, value) => row with { MemoryBytes = value }),
        ("vitrine_model_context_size_tokens"u8.ToArray(), static (row, value) => row with { ContextSize = value }),
        ("vitrine_model_threads"u8.ToArray(), static (row, value) => row with { Threads = value }),
        ("vitrine_model_batch_size_tokens"u8.ToArray(), static (row, value) => row with { BatchSize = value }),
        ("vitrine_model_bytes_per_token"u8.ToArray(), static (row, value) => row with { BytesPerToken = value }),
    ];

    /// <summary>Whether a page is the house's: it counts its own telemetry.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> page) => page.IndexOf("# TYPE vitrine_"u8) >= 0;

    /// <summary>The models in memory.</summary>
    public static IReadOnlyList<EngineFigures> Read(ReadOnlySpan<byte> page)
    {
        var rows = new List<EngineFigures>();
        var scanner = new PrometheusScanner(page);
        while (scanner.Next())
        {
            var gauge = GaugeOf(scanner.Name);
            if (gauge < 0 || !scanner.TryRead(out var labels, out var value) || !PrometheusScanner.TryLabel(labels, "gen_ai_response_model"u8, out var name)) continue;
            var model = Encoding.UTF8.GetString(name);
            var place = rows.FindIndex(row => row.Model == model);
            if (place < 0)
            {
                place = rows.Count;
                rows.Add(new EngineFigures(model) { Type = Type });
            }

            rows[place] = s_gauges[gauge].Set(rows[place], (long)value);
        }

        return rows;
    }

    private static int GaugeOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < s_gauges.Length; i++)
        {
            if (name.SequenceEqual(s_gauges[i].Name)) return i;
        }

        return -1;
    }
}
