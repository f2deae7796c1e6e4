namespace Vitrine.Doctor;

/// <summary>How bad a finding is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Well,

    /// <summary>Something optional is missing.</summary>
    Lacking,

    /// <summary>Something needed is broken.</summary>
    Broken,
}
