namespace Vitrine.Telemetry.Guards;

/// <summary>What a caller's name rests on.</summary>
public enum CallerTrust
{
    /// <summary>The peer's address, which cannot be chosen.</summary>
    Peer,

    /// <summary>A header, from a peer that may name callers.</summary>
    Header,

    /// <summary>A header, from a peer that may not: somebody poses as another.</summary>
    Forged,

    /// <summary>An API key: the name is the key's.</summary>
    Key,
}
