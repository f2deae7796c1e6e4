namespace Vitrine.Telemetry;

/// <summary>The type of a fact's value. Every value but text is stored in 64 bits; nothing is boxed.</summary>
public enum FactType
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>A double.</summary>
    Real,

    /// <summary>A boolean.</summary>
    Flag,

    /// <summary>A duration; metrics read it in seconds.</summary>
    Duration,
}
