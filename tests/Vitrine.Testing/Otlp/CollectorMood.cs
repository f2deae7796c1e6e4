namespace Vitrine.Testing.Otlp;

/// <summary>How a collector answers.</summary>
public enum CollectorMood
{
    /// <summary>It accepts.</summary>
    Accepts,

    /// <summary>It refuses with status 503, or UNAVAILABLE over gRPC.</summary>
    Refuses,

    /// <summary>It takes the request and never answers.</summary>
    Hangs,
}
