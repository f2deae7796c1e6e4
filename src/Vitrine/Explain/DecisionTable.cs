using System.Globalization;
using System.Text.Json;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Explain;

/// <summary>A gateway's decision as a table: each pod that was considered with its scores, and what kept the others out.</summary>
internal static class DecisionTable
{
    /// <summary>The fact that holds the decision.</summary>
    public static readonly string FactName = GatewayFacts.Decision.Name;

    /// <summary>The lines of the table, or null when the text is no decision.</summary>
    public static IReadOnlyList<string>? Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<string> Of(JsonElement decision)
    {
        string[][] rows =
        [
            ["pod", "total", .. decision.GetProperty("plugins").EnumerateObject().Select(plugin => $"{plugin.Name} x{Number(plugin.Value)}"), ""],
            .. decision.GetProperty("considered").EnumerateArray().Select(pod => RowOf(pod, decision)),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Where(row => column < row.Length - 1).Select(row => row[column].Length).DefaultIfEmpty(0).Max()).ToArray();
        var lines = rows.Select(row => Align(row, widths)).ToList();
        lines.Add(Summary(decision));
        return lines;
    }

    /// <summary>A pod's cells; the last one is a remark and as long as it likes. A pod that was kept out has no figures.</summary>
    private static string[] RowOf(JsonElement pod, JsonElement decision)
    {
        var name = pod.GetProperty("pod").GetString()!;
        if (pod.TryGetProperty("filter", out var filter)) return [name, $"kept out by {filter.GetString()}: {pod.GetProperty("reason").GetString()}"];
        return [name, Number(pod.GetProperty("total")), .. pod.GetProperty("scores").EnumerateArray().Select(Number), PlaceOf(name, decision)];
    }

    /// <summary>When it is tried, and with disaggregation by which pod the prompt is prefilled for it.</summary>
    private static string PlaceOf(string name, JsonElement decision)
    {
        var place = decision.TryGetProperty("order", out var order) ? order.EnumerateArray().Select(pod => pod.GetString()).ToList().IndexOf(name) : -1;
        if (place < 0) return "not tried";
        var partner = decision.TryGetProperty("prefill", out var prefill) ? $", prefilled by {prefill[place].GetString()}" : "";
        return (place == 0 ? "chosen" : $"choice {place + 1}") + partner;
    }

    private static string Summary(JsonElement decision)
    {
        var pods = decision.GetProperty("pods").GetInt32();
        var filtered = string.Join(", ", decision.GetProperty("filtered").EnumerateObject().Select(filter => $"{Number(filter.Value)} kept out by {filter.Name}"));
        var more = decision.TryGetProperty("more", out var left) ? $"; {Number(left)} not listed" : "";
        return $"of {pods} {(pods == 1 ? "pod" : "pods")}{(filtered.Length > 0 ? ": " : "")}{filtered}{more}";
    }

    private static string Align(string[] row, int[] widths)
    {
        var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : column == row.Length - 1 ? cell : cell.PadLeft(widths[column]));
        return string.Join("  ", cells).TrimEnd();
    }

    private static string Number(JsonElement value) => value.GetDouble().ToString("0.##", CultureInfo.InvariantCulture);
}
