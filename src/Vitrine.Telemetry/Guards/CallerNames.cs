using System.Net;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Guards;

/// <summary>Finds out who calls: the owner of an API key, else whom the header names, else the peer by its address. Asks no name server.</summary>
internal sealed class CallerNames(CallerGuardOptions options)
{
    private const string ThisMachine = "localhost";
    private const string Unknown = "unknown";
    private const int MaxLength = 128;

    /// <summary>The caller of a request.</summary>
    public Caller Of(HttpContext context)
    {
        if (context.TryOperation()?.Get(HttpFacts.Caller) is { } owner) return new Caller(owner, CallerTrust.Key);
        if (!context.Request.Headers.TryGetValue(options.Header, out var named)) return new Caller(NameOf(context.Connection.RemoteIpAddress), CallerTrust.Peer);
        // What cannot be a name is nobody's; the allow-list then says so.
        var name = named is [{ Length: > 0 and <= MaxLength } text] && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? text : Unknown;
        return new Caller(name, Believes(context.Connection.RemoteIpAddress) ? CallerTrust.Header : CallerTrust.Forged);
    }

    /// <summary>A peer's address as text; an IPv4 address as such, over whatever socket it came.</summary>
    public static string? AddressOf(IPAddress? peer) => peer is null ? null : (peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer).ToString();

    private static string NameOf(IPAddress? peer) => peer is null ? Unknown : IPAddress.IsLoopback(peer) ? ThisMachine : AddressOf(peer)!;

    private bool Believes(IPAddress? peer)
    {
        if (options.TrustedProxies.Count == 0) return true;
        if (peer is null) return false;
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        foreach (var network in options.TrustedProxies)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }
}
