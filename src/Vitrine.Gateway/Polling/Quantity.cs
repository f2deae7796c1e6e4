namespace Vitrine.Gateway.Polling;

/// <summary>What a dialect's metric tells. Sums and counts are counters, of which the poller reads the difference between two polls.</summary>
internal enum Quantity
{
    /// <summary>Requests that run; added up over series.</summary>
    Running,

    /// <summary>Requests that wait; added up over series.</summary>
    Waiting,

    /// <summary>Share of the KV cache in use, 0 to 1; the mean over series.</summary>
    KvUsage,

    /// <summary>Seconds to first tokens, added up since start.</summary>
    FirstTokenSum,

    /// <summary>First tokens since start.</summary>
    FirstTokenCount,

    /// <summary>Seconds between tokens, added up since start.</summary>
    PerTokenSum,

    /// <summary>Tokens that were timed since start.</summary>
    PerTokenCount,

    /// <summary>Mean seconds to first token since start, from a server that tells only that.</summary>
    FirstTokenMean,

    /// <summary>Mean tokens per second since start, from a server that tells only that.</summary>
    TokensPerSecondMean,

    /// <summary>Positions of the KV cache in use.</summary>
    KvUsed,

    /// <summary>Bytes of the KV cache of one position.</summary>
    KvBytesPerToken,

    /// <summary>Bytes of the whole KV cache.</summary>
    KvBytes,
}
