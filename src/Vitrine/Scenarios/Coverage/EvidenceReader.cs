using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vitrine.Settings;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Scenarios.Coverage;

/// <summary>Reads from a role's debug address, and from its kept log when there is one, what it shows of a pack.</summary>
/// <param name="http">A client without a time limit.</param>
/// <param name="debugUrl">The root of the role's <c>/debug/*</c>.</param>
/// <param name="keptLines">The lines of the role's kept log since its start; empty when nobody keeps it.</param>
internal sealed class EvidenceReader(HttpClient http, string debugUrl, Func<IReadOnlyList<string>> keptLines)
{
    // As many lines and roots as a role remembers.
    private const int Everything = 1000;

    /// <summary>Reads all there is of a pack.</summary>
    /// <exception cref="ScenarioException">The role does not answer as a role does, or does not show the pack.</exception>
    public async Task<SignalEvidence> ReadAsync(string pack, CancellationToken cancellation)
    {
        try
        {
            var reports = await GetAsync("/debug/pack", DebugJson.Default.IReadOnlyListPackReport, cancellation);
            var report = reports.FirstOrDefault(report => report.Pack == pack)
                ?? throw new ScenarioException($"{debugUrl} does not show the pack {pack}, but {string.Join(", ", reports.Select(report => report.Pack))}. Start the service with --pack {pack}.");
            var settings = await GetAsync("/debug/config", DebugJson.Default.IReadOnlyListShownSetting, cancellation);
            var folder = ValueOf(settings, SharedSettings.PackFolder);
            var level = ValueOf(settings, SharedSettings.LogLevel) ?? SharedSettings.LogLevel.DefaultText;
            var loaded = new PackStore(Directory.Exists(folder) ? folder : null).Load(pack);
            return new SignalEvidence
            {
                Pack = loaded,
                Report = report,
                LogPack = reports[0].Pack,
                Log = (LogFilter.TryParse(level, new Dictionary<string, string>(), out _) ?? LogFilter.Default, level),
                Page = await http.GetStringAsync($"{debugUrl}/metrics?pack={Uri.EscapeDataString(pack)}", cancellation),
                Lines = [.. keptLines(), .. (await http.GetStringAsync($"{debugUrl}/debug/logs?n={Everything}", cancellation)).Split('\n')],
                Kinds = await KindsAsync(report.Driven.Where(name => name.StartsWith(SignalNames.Span, StringComparison.Ordinal)).Select(name => name[SignalNames.Span.Length..]).ToHashSet(StringComparer.Ordinal), cancellation),
            };
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new ScenarioException($"{debugUrl} does not answer as a role's debug address: {e.Message}");
        }
    }

    // Lists show roots alone: they are unfolded, newest first, until every wanted kind has been met.
    private async Task<HashSet<string>> KindsAsync(HashSet<string> wanted, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var list = await GetAsync($"/debug/operations?limit={Everything}", DebugJson.Default.OperationsDocument, cancellation);
        foreach (var root in list.Newest ?? [])
        {
            if (wanted.IsSubsetOf(seen)) break;
            var unfolded = await GetAsync($"/debug/operations?id={root.Sequence}", DebugJson.Default.OperationsDocument, cancellation);
            foreach (var match in unfolded.Matches ?? []) Note(match);
        }

        return seen;

        void Note(OperationView operation)
        {
            seen.Add(operation.Kind);
            foreach (var child in operation.Children) Note(child);
        }
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, debugUrl + path);
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await http.SendAsync(request, cancellation);
        // 404 comes with a document too: the ring no longer holds a root that its list has just named.
        if (answer.StatusCode != HttpStatusCode.NotFound) answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync(type, cancellation) ?? throw new JsonException($"{path} is empty.");
    }

    private static string? ValueOf(IReadOnlyList<ShownSetting> settings, Setting setting) => settings.FirstOrDefault(shown => shown.Key == setting.Path)?.Value;
}
