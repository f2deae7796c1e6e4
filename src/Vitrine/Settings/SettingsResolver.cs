using Vitrine.Telemetry.Documents;

namespace Vitrine.Settings;

/// <summary>Weighs the sources of settings: flag, environment, <c>vitrine.yaml</c>, default. Reports everything that is wrong at once.</summary>
internal sealed class SettingsResolver(IReadOnlyDictionary<string, string> variables, string workingFolder, string? configFile)
{
    private readonly List<string> _errors = [];

    /// <summary>Resolves the settings of a command.</summary>
    /// <param name="scope">What can be set.</param>
    /// <param name="flags">What the command line said.</param>
    /// <exception cref="SettingsException">Something is unknown or has a value that is not accepted.</exception>
    public ResolvedSettings Resolve(SettingsScope scope, IReadOnlyDictionary<Setting, string> flags)
    {
        _errors.Clear();
        var document = SettingsDocument.Find(configFile, workingFolder);
        _errors.AddRange(document?.Errors ?? []);
        RejectUnknownVariables();

        var values = new Dictionary<Setting, (object?, string)>();
        foreach (var setting in scope.Settings)
        {
            if (Find(setting, scope.Role, flags, document) is not { } found) continue;
            if (setting.TryRead(found.Text, found.Folder, out var value)) values[setting] = (value, found.Source);
            else _errors.Add(ProblemOf(setting, found.Text, found.Source));
        }

        if (_errors.Count > 0) throw new SettingsException([.. _errors]);
        return new ResolvedSettings(scope, workingFolder, document?.File, values);
    }

    private static string ProblemOf(Setting setting, string text, string source)
    {
        if (setting.IsSecret) return $"{source}: {setting.Path} must be {setting.Accepted}.";
        var problem = $"{source}: {setting.Path} must be {setting.Accepted}, not '{text}'.";
        return setting.RemarkOn(text) is { } remark ? $"{problem} {remark}" : problem;
    }

    // An empty flag or variable counts as not given, as in the documents' own programs.
    private (string Text, string Source, string Folder)? Find(Setting setting, string role, IReadOnlyDictionary<Setting, string> flags, SettingsDocument? document)
    {
        if (flags.TryGetValue(setting, out var flag) && flag.Length > 0) return (flag, $"flag {setting.Flag}", workingFolder);
        foreach (var name in VariablesOf(setting, role))
        {
            if (variables.TryGetValue(name, out var value) && value.Length > 0) return (value, $"environment {name}", workingFolder);
        }

        if (document is null) return null;
        if (setting.Section.Length == 0 && role.Length > 0 && document.TryGet($"{role}.{setting.Key}", out var text, out var source)) return (text, source, document.Folder);
        if (document.TryGet(setting.Path, out text, out source)) return (text, source, document.Folder);
        return setting.DocumentPath is { } path && document.TryGet(path, out text, out source) ? (text, source, document.Folder) : null;
    }

    private static IEnumerable<string> VariablesOf(Setting setting, string role) =>
        setting.Section.Length == 0 && role.Length > 0
            ? [setting.VariableOf(role), setting.Variable, .. setting.Aliases]
            : [setting.Variable, .. setting.Aliases];

    private void RejectUnknownVariables()
    {
        foreach (var name in variables.Keys.Where(name => name.StartsWith("VITRINE_", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!SettingsTable.Variables.Contains(name)) _errors.Add($"environment {name}: is not known. {Nearest.Suggest(name, SettingsTable.Variables)}");
        }
    }
}
