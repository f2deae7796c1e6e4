using System.Globalization;

namespace Vitrine.Settings;

/// <summary>Where a listener stands or a peer is reached: <c>localhost:8090</c>, <c>[::1]:8090</c>, <c>:8090</c> or <c>8090</c>.</summary>
/// <param name="Host">A name or an address without brackets; empty when only a port was written.</param>
/// <param name="Port">0 (any free port) to 65535.</param>
internal sealed record HostPort(string Host, int Port)
{
    /// <summary>The same port on <paramref name="host"/> when none was written.</summary>
    public HostPort OrHost(string host) => Host.Length == 0 ? this with { Host = host } : this;

    /// <summary>The port moved by <c>--port-offset</c>; port 0 stays "any".</summary>
    public HostPort Shift(int offset) => Port == 0 ? this : this with { Port = Port + offset };

    /// <summary>A URL that reaches it from this machine: a listener on every address answers on localhost.</summary>
    public string Url(string scheme = "http") => Host is "" or "*" or "+" or "0.0.0.0" or "::" ? $"{scheme}://localhost:{Port}" : $"{scheme}://{Bracketed}:{Port}";

    /// <summary><c>host:port</c>, as it is written.</summary>
    public override string ToString() => $"{Bracketed}:{Port}";

    /// <summary>Reads one of the accepted forms; a leading <c>http://</c> is forgiven.</summary>
    public static bool TryParse(string text, out HostPort value)
    {
        value = new HostPort("", 0);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var rest = (scheme < 0 ? text : text[(scheme + 3)..]).TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        var host = colon < 0 ? "" : rest[..colon];
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':')) return false;
        if (host.AsSpan().ContainsAny(" /@[]")) return false;
        if (!int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535) return false;
        value = new HostPort(host, port);
        return true;
    }

    private string Bracketed => Host.Contains(':') ? $"[{Host}]" : Host;
}
