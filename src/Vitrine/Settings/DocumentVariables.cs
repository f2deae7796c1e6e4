using Vitrine.Telemetry.Documents;

namespace Vitrine.Settings;

/// <summary>The variables of a document, which share a prefix. Whoever misspells one is told, for others of the prefix are nobody's.</summary>
/// <param name="prefix">Such as <c>KRONOS_</c>.</param>
/// <param name="settings">The role's settings, whose other names are the document's.</param>
/// <param name="shared">Those of the prefix that act on settings which every role has.</param>
internal sealed class DocumentVariables(string prefix, IEnumerable<Setting> settings, params IEnumerable<string> shared)
{
    private readonly string[] _known = [.. settings.SelectMany(setting => setting.Aliases).Concat(shared)];

    /// <summary>A sentence for each variable of the prefix that nobody reads, with the nearest one that somebody does.</summary>
    public IEnumerable<string> WarningsOf(IEnumerable<string> variables) => variables
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .Except(_known, StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(name => $"{name} is set and nobody reads it. {Nearest.Suggest(name, _known)}");
}
