namespace Vitrine.Traffic;

/// <summary>Says when the next request shall begin.</summary>
internal interface IArrivals
{
    /// <summary>The intended start of the next request since the run began, which may have passed already.</summary>
    /// <param name="now">The time since the run began.</param>
    TimeSpan Next(TimeSpan now);
}
