using System.CommandLine;
using Vitrine.Settings;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>--data-dir</c> of the commands that look at what <c>vitrine up</c> left; the environment and <c>vitrine.yaml</c> count too.</summary>
internal sealed class DataFolderOption : Option<string?>
{
    public DataFolderOption()
        : base(SharedSettings.DataFolder.Flag)
    {
        Description = $"Data directory of vitrine up [default: {SharedSettings.DataFolder.DefaultText}] ({SharedSettings.DataFolder.Variable})";
        HelpName = "DIR";
    }

    /// <summary>The folder meant.</summary>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public string Resolve(ParseResult parsed, Surroundings surroundings)
    {
        var flags = new Dictionary<Setting, string>();
        if (parsed.GetValue(this) is { } folder) flags[SharedSettings.DataFolder] = folder;
        return new SettingsResolver(surroundings.Variables, surroundings.WorkingFolder, null).Resolve(SettingsTable.Up, flags).Get(SharedSettings.DataFolder);
    }
}
