using Vitrine.Telemetry.Documents;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Settings;

/// <summary><c>vitrine.yaml</c> as written, or a file in TOML: the shared settings at the top, a section for each role. Unknown keys are errors.</summary>
internal sealed class SettingsDocument
{
    /// <summary>The name looked for in the working directory.</summary>
    public const string FileName = "vitrine.yaml";

    private readonly Dictionary<string, (string Text, string Source)> _values = new(StringComparer.Ordinal);
    private readonly string _name;

    private SettingsDocument(string file, string name, string text)
    {
        (File, _name) = (file, name);
        var source = name.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) ? YamlSource.ParseToml(name, text) : YamlSource.Parse(name, text);
        Read(source.Root, "", SharedSettings.All);
        foreach (var (role, settings) in SettingsTable.Roles)
        {
            if (source.Root.Map(role) is not { } section) continue;
            Read(section, role, [.. settings, .. SharedSettings.All]);
            section.Done();
        }

        ReadDocumentBlocks(source.Root, "", [.. SettingsTable.Roles.Values.SelectMany(settings => settings).Where(setting => setting.DocumentPath is not null)]);
        source.Root.Done();
        Errors = [.. source.Errors.OrderBy(error => error.Line).ThenBy(error => error.Column).Select(error => error.ToString())];
    }

    /// <summary>The full path.</summary>
    public string File { get; }

    /// <summary>The folder that relative paths in it start from.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>What is wrong with its shape and keys; bad values are found when they are used.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Reads <paramref name="file"/>, or <c>vitrine.yaml</c> of the working directory if there is one.</summary>
    /// <returns>Null when there is no file to read.</returns>
    /// <exception cref="SettingsException">The file that was named cannot be read.</exception>
    public static SettingsDocument? Find(string? file, string workingFolder)
    {
        var path = Path.GetFullPath(file ?? FileName, workingFolder);
        if (file is null && !System.IO.File.Exists(path)) return null;
        try
        {
            return new SettingsDocument(path, file ?? FileName, System.IO.File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{file ?? FileName}: cannot be read: {e.Message}"]);
        }
    }

    /// <summary>The text at a path such as <c>model.debug-host</c>, with <c>file:line</c> as its source.</summary>
    public bool TryGet(string path, out string text, out string source)
    {
        var found = _values.TryGetValue(path, out var value);
        (text, source) = value;
        return found;
    }

    private void Read(YamlMap map, string section, IEnumerable<Setting> settings)
    {
        foreach (var setting in settings) Read(map, setting.Key, setting, section.Length == 0 ? setting.Key : $"{section}.{setting.Key}");
    }

    private void Read(YamlMap map, string key, Setting setting, string path)
    {
        if (map.Raw(key) is not { } node) return;
        var text = node switch
        {
            YamlScalarNode scalar => scalar.Value ?? "",
            YamlSequenceNode list when setting.IsList => string.Join(',', list.Children is [YamlMappingNode, ..] && setting.ReadItem is { } read ? map.Maps(key).Select(read) : map.Texts(key)),
            _ => null,
        };
        if (text is null) map.Error(key, $"must be {setting.Accepted}.");
        else _values[path] = (text, $"{_name}:{node.Start.Line}");
    }

    /// <summary>Reads the blocks that the documents describe, such as <c>accessLogger:</c>, level by level; unknown keys in them are errors too.</summary>
    private void ReadDocumentBlocks(YamlMap map, string prefix, IReadOnlyList<Setting> settings)
    {
        foreach (var below in settings.GroupBy(setting => setting.DocumentPath![prefix.Length..].Split('.')[0], StringComparer.Ordinal))
        {
            var path = prefix + below.Key;
            if (below.FirstOrDefault(setting => setting.DocumentPath == path) is { } leaf)
            {
                Read(map, below.Key, leaf, path);
            }
            else if (below.Key.EndsWith("[]", StringComparison.Ordinal))
            {
                ReadNamedBlocks(map, below.Key[..^2], $"{path}.", [.. below]);
            }
            else if (map.Map(below.Key) is { } block)
            {
                ReadDocumentBlocks(block, $"{path}.", [.. below]);
                block.Done();
            }
        }
    }

    /// <summary>Reads a list of blocks, each of which says its <c>name</c>.</summary>
    private void ReadNamedBlocks(YamlMap map, string key, string prefix, IReadOnlyList<Setting> settings)
    {
        var names = settings.Select(setting => setting.DocumentPath![prefix.Length..].Split('.')[0]).Distinct(StringComparer.Ordinal).Select(name => (name, name)).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in map.Maps(key))
        {
            _ = block.RequiredText("name");
            var name = block.Choice("name", "", names);
            if (name.Length == 0) continue;
            if (!seen.Add(name)) block.Error("name", $"'{name}' appears twice.");
            var path = $"{prefix}{name}.";
            ReadDocumentBlocks(block, path, [.. settings.Where(setting => setting.DocumentPath!.StartsWith(path, StringComparison.Ordinal))]);
            block.Done();
        }
    }
}
