using Vitrine.Telemetry.Documents;

namespace Vitrine.Settings;

/// <summary>Weighs the sources of settings: flag, environment, a file of variables, <c>vitrine.yaml</c>, default. Reports everything that is wrong at once.</summary>
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
        var envFile = EnvFileOf(scope, flags, document);

        var values = new Dictionary<Setting, (object?, string)>();
        foreach (var setting in scope.Settings)
        {
            if (Find(setting, scope.Role, flags, envFile, document) is not { } found) continue;
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

    // Named by the stronger sources alone: a file of variables names no other.
    private EnvFile? EnvFileOf(SettingsScope scope, IReadOnlyDictionary<Setting, string> flags, SettingsDocument? document)
    {
        if (scope.Role.Length == 0 || scope.Settings.FirstOrDefault(setting => setting.IsEnvFile) is not { } setting) return null;
        if (Find(setting, scope.Role, flags, null, document) is not { } named) return null;
        try
        {
            var file = EnvFile.Read(Path.GetFullPath(named.Text, named.Folder), named.Text);
            _errors.AddRange(file.Errors);
            HashSet<string> known = [.. scope.Settings.SelectMany(each => each.VariablesOf(scope.Role))];
            foreach (var (name, value) in file.Values.Where(value => !known.Contains(value.Key))) _errors.Add($"{value.Source}: {name} is not known. {Nearest.Suggest(name, known)}");
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{named.Source}: {named.Text} cannot be read: {e.Message}");
            return null;
        }
    }

    // An empty flag or variable counts as not given, as in the documents' own programs.
    private (string Text, string Source, string Folder)? Find(Setting setting, string role, IReadOnlyDictionary<Setting, string> flags, EnvFile? envFile, SettingsDocument? document)
    {
        if (flags.TryGetValue(setting, out var flag) && flag.Length > 0) return (flag, $"flag {setting.Flag}", workingFolder);
        var names = setting.VariablesOf(role);
        foreach (var name in names)
        {
            if (variables.TryGetValue(name, out var value) && value.Length > 0) return (value, $"environment {name}", workingFolder);
        }

        foreach (var name in names)
        {
            if (envFile?.Values.TryGetValue(name, out var value) is true && value.Text.Length > 0) return (value.Text, value.Source, envFile.Folder);
        }

        if (document is null) return null;
        if (setting.Section.Length == 0 && role.Length > 0 && document.TryGet($"{role}.{setting.Key}", out var text, out var source)) return (text, source, document.Folder);
        if (document.TryGet(setting.Path, out text, out source)) return (text, source, document.Folder);
        return setting.DocumentPath is { } path && document.TryGet(path, out text, out source) ? (text, source, document.Folder) : null;
    }

    private void RejectUnknownVariables()
    {
        foreach (var name in variables.Keys.Where(name => name.StartsWith("VITRINE_", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!SettingsTable.Variables.Contains(name)) _errors.Add($"environment {name}: is not known. {Nearest.Suggest(name, SettingsTable.Variables)}");
        }
    }
}
