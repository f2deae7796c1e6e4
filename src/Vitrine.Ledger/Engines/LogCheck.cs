namespace Vitrine.Ledger.Engines;

/// <summary>What of an entry does not verify.</summary>
public enum LogCheck
{
    /// <summary>The frame around it: sentinels, length, version.</summary>
    Frame,

    /// <summary>Its checksum.</summary>
    Crc,

    /// <summary>Its link to the entry before it.</summary>
    HashChain,
}
