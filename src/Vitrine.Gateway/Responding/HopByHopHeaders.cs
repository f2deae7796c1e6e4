using System.Collections.Frozen;

namespace Vitrine.Gateway.Responding;

/// <summary>Headers of one connection, which a gateway never passes on (RFC 9110, section 7.6.1), in either direction; and <c>Alt-Svc</c>, which speaks of the upstream's address (RFC 7838).</summary>
internal static class HopByHopHeaders
{
    private static readonly FrozenSet<string> s_names = new[]
    {
        "Alt-Svc", "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a header stays on its connection: by its name, or because the message's own <c>Connection</c> header names it.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="connection">The value of <c>Connection</c>, its lines joined by commas; empty when absent.</param>
    public static bool Contains(string name, string connection) => s_names.Contains(name) || (connection.Length > 0 && IsNamed(name, connection));

    private static bool IsNamed(ReadOnlySpan<char> name, ReadOnlySpan<char> connection)
    {
        foreach (var range in connection.Split(','))
        {
            if (connection[range].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
