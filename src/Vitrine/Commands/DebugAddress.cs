using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Commands;

/// <summary>Where a role's debug pages are asked for.</summary>
/// <param name="Url">The root of its <c>/debug/*</c>, without a slash at the end.</param>
/// <param name="Key">The key that it wants, or null.</param>
internal sealed record DebugAddress(string Url, UpstreamKey? Key)
{
    /// <summary>An address whose key is the first of a file.</summary>
    /// <exception cref="CommandFailure">The file holds no key.</exception>
    public static DebugAddress Of(string url, string? keyFile)
    {
        try
        {
            return new DebugAddress(url.TrimEnd('/'), keyFile is null ? null : UpstreamKey.FromFile(keyFile));
        }
        catch (FormatException e)
        {
            throw new CommandFailure($"--api-key-file: {e.Message}", ExitCode.Usage);
        }
    }
}
