using System.CommandLine;
using Vitrine.Settings;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary>The flags of a scope's settings on a command. Their texts go to the resolver as they are, so that all errors come together.</summary>
internal sealed class SettingOptions
{
    private readonly SettingsScope _scope;
    private readonly List<(Setting Setting, Option Option)> _options = [];

    private readonly Option<string?> _config = new("--config")
    {
        Description = "File of settings [default: vitrine.yaml in the working directory]",
        HelpName = "FILE",
    };

    public SettingOptions(Command command, SettingsScope scope)
    {
        _scope = scope;
        foreach (var setting in scope.Settings)
        {
            var option = OptionOf(setting, scope.Role);
            _options.Add((setting, option));
            command.Options.Add(option);
        }

        command.Options.Add(_config);
    }

    /// <summary>The scope's settings as this command line, the environment and the file give them.</summary>
    /// <exception cref="SettingsException">Something is wrong with them.</exception>
    public ResolvedSettings Resolve(ParseResult parsed, Surroundings surroundings, bool isUnderUp = false) =>
        ResolverOf(parsed, surroundings).Resolve(_scope with { IsUnderUp = isUnderUp }, FlagsOf(parsed));

    /// <summary>A resolver over the same sources, for another scope.</summary>
    public SettingsResolver ResolverOf(ParseResult parsed, Surroundings surroundings) =>
        new(surroundings.Variables, surroundings.WorkingFolder, parsed.GetValue(_config));

    /// <summary>What the command line said, by setting.</summary>
    public Dictionary<Setting, string> FlagsOf(ParseResult parsed)
    {
        var flags = new Dictionary<Setting, string>();
        foreach (var (setting, option) in _options)
        {
            if (parsed.GetResult(option) is not { Implicit: false } result) continue;
            flags[setting] = result.Tokens.Count == 0 && setting.IsSwitch ? "true" : string.Join(',', result.Tokens.Select(token => token.Value));
        }

        return flags;
    }

    /// <summary>The same words again, for a child process that has the settings too.</summary>
    public IEnumerable<string> ForwardTo(ParseResult parsed, SettingsScope child)
    {
        foreach (var (setting, text) in FlagsOf(parsed))
        {
            if (child.Settings.Contains(setting)) yield return $"{setting.Flag}={text}";
        }

        if (parsed.GetValue(_config) is { } file) yield return $"--config={file}";
    }

    private static Option OptionOf(Setting setting, string role)
    {
        Option option = setting.IsList ? new Option<string[]>(setting.Flag, [.. setting.OtherFlags]) : new Option<string?>(setting.Flag, [.. setting.OtherFlags]);
        option.Description = HelpOf(setting, role);
        option.HelpName = setting.IsSwitch ? "true|false" : setting.Key;
        option.Arity = setting.IsSwitch ? ArgumentArity.ZeroOrOne : setting.IsList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne;
        return option;
    }

    private static string HelpOf(Setting setting, string role)
    {
        var otherwise = setting.DefaultText.Length > 0 ? $" [default: {setting.DefaultText}]" : "";
        return $"{setting.Description}{otherwise} ({string.Join(", ", setting.VariablesOf(role))})";
    }
}
