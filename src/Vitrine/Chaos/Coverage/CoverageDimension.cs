namespace Vitrine.Chaos.Coverage;

/// <summary>In what respect iterations differ.</summary>
internal enum CoverageDimension
{
    /// <summary>Combinations of fault, state and invariant.</summary>
    State,

    /// <summary>Three answers in a row.</summary>
    Messages,

    /// <summary>Two faults in a row.</summary>
    Faults,

    /// <summary>Three events of any kind in a row.</summary>
    Events,
}
