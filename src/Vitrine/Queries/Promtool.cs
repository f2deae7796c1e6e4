using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Queries;

/// <summary>Lets Prometheus' own <c>promtool</c> parse a pack's queries, check its rules and run their tests.</summary>
internal static partial class Promtool
{
    /// <summary>Its name on the search path.</summary>
    public const string Name = "promtool";

    private const string PanelFile = "panels.yaml";

    /// <summary>What promtool says of a pack.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="pack">The pack.</param>
    /// <param name="queries">Its queries.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What it found wrong, in its own words, or null.</returns>
    public static async Task<string?> CheckAsync(string program, Pack pack, PackQueries queries, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-pack-");
        try
        {
            List<string[]> runs = [["check", "rules", PanelFile]];
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, PanelFile), RulesOf(queries), cancellation);
            foreach (var (file, verb) in ((string, string)[])[(PackQueries.AlertFile, "check"), (PackQueries.AlertTestFile, "test")])
            {
                if (!pack.Files.Contains(file, StringComparer.Ordinal)) continue;
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), pack.ReadText(file), cancellation);
                runs.Add([verb, "rules", file]);
            }

            foreach (var arguments in runs)
            {
                if (await RunAsync(program, folder.FullName, arguments, cancellation) is { } problem) return problem;
            }

            return null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // promtool parses rules, so each query of a dashboard becomes one; JSON is YAML.
    private static string RulesOf(PackQueries queries)
    {
        var groups = queries.Queries.Where(query => !query.Owner.StartsWith("alert ", StringComparison.Ordinal)).Select((query, i) => new JsonObject
        {
            ["name"] = $"{query.Map.Source.File}, {query.Owner}, query {i + 1}",
            ["rules"] = new JsonArray(new JsonObject { ["record"] = "result", ["expr"] = WithoutVariables(query.Text) }),
        });
        return new JsonObject { ["groups"] = new JsonArray([.. groups]) }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static string WithoutVariables(string query) => Variable().Replace(query, match => match.Value.Contains("__", StringComparison.Ordinal) ? "5m" : "x");

    private static async Task<string?> RunAsync(string program, string folder, string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? null : $"promtool {string.Join(' ', arguments)}: {(await output + await errors).Trim()}";
    }

    [GeneratedRegex(@"\$\{[^}]*\}|\$\w+")]
    private static partial Regex Variable();
}
