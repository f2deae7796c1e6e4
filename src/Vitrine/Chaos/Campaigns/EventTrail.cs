using Vitrine.Chaos.Coverage;
using Vitrine.Chaos.Worlds;

namespace Vitrine.Chaos.Campaigns;

/// <summary>What happened in an iteration, in order: lines for whoever reads a failure, and words for the coverage.</summary>
internal sealed class EventTrail(IterationCoverage coverage)
{
    private readonly List<string> _lines = [];

    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>A round begins.</summary>
    public void Round(int number) => _lines.Add($"round {number}");

    /// <summary>A command was answered.</summary>
    public void Answer(string kind, string what)
    {
        coverage.Message(kind);
        _lines.Add($"  {what}: {kind}");
    }

    /// <summary>A fault struck.</summary>
    public void Struck(Strike strike)
    {
        coverage.Fault(strike);
        _lines.Add($"  {strike.What}, while {strike.State}");
    }

    /// <summary>Something else happened.</summary>
    public void Event(string kind, string what)
    {
        coverage.Event(kind);
        _lines.Add($"  {what}");
    }
}
