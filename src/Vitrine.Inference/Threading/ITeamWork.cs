namespace Vitrine.Inference.Threading;

/// <summary>A computation that every member of a <see cref="ComputeTeam"/> runs at once, each on its share.</summary>
internal interface ITeamWork
{
    /// <summary>Runs one member's share; the members meet at <see cref="ComputeTeam.Meet"/>, each the same number of times.</summary>
    /// <param name="member">0 for the caller's own thread, up to <see cref="ComputeTeam.Size"/> − 1.</param>
    void Run(int member);
}
