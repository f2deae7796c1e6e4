using System.CommandLine;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands.Audits;

/// <summary>How a command finds the ledger: by address, as a role of the running <c>vitrine up</c>, or where one listens by default.</summary>
internal sealed class LedgerOption
{
    private const string DefaultUrl = "http://localhost:9090";
    private const string Role = "ledger";

    private readonly Option<string?> _url = new("--url") { Description = $"The ledger's address [default: that of the running vitrine up, else {DefaultUrl}]", HelpName = "URL" };
    private readonly Option<string?> _keys = new("--api-key-file") { Description = "The file of a key that the ledger wants", HelpName = "FILE" };
    private readonly DataFolderOption _data = new();

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_url, _keys, _data]) command.Options.Add(option);
    }

    /// <summary>Gives a command the key alone: it finds the ledger otherwise.</summary>
    public void AddKeyTo(Command command) => command.Options.Add(_keys);

    /// <summary>The ledger meant.</summary>
    /// <exception cref="CommandFailure">The address is none, or the file holds no key.</exception>
    public DebugAddress Resolve(ParseResult parsed, Surroundings surroundings)
    {
        if (parsed.GetValue(_url) is { } url) return At(url, parsed, surroundings);
        var running = RunningInstance.Find(_data.Resolve(parsed, surroundings))?.Roles.FirstOrDefault(role => role.Name == Role);
        return running is null ? At(DefaultUrl, parsed, surroundings) : DebugAddress.Of(running.ApiUrl, KeysOf(parsed, surroundings) ?? running.ApiKeyFile);
    }

    /// <summary>The ledger at an address.</summary>
    /// <exception cref="CommandFailure">The address is none, or the file holds no key.</exception>
    public DebugAddress At(string url, ParseResult parsed, Surroundings surroundings) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? DebugAddress.Of(url, KeysOf(parsed, surroundings))
        : throw new CommandFailure($"--url must be an address such as {DefaultUrl}, not '{url}'.", ExitCode.Usage);

    private string? KeysOf(ParseResult parsed, Surroundings surroundings) => parsed.GetValue(_keys) is { } file ? Path.GetFullPath(file, surroundings.WorkingFolder) : null;
}
