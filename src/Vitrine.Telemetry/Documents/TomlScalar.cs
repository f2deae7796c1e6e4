using YamlDotNet.Core;

namespace Vitrine.Telemetry.Documents;

/// <summary>A value of a TOML document, as the text that a setting would be given.</summary>
internal sealed record TomlScalar(string Text, Mark At);
