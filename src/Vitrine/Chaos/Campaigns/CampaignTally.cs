using Vitrine.Chaos.Coverage;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;

namespace Vitrine.Chaos.Campaigns;

/// <summary>Adds up iterations, in memory that does not grow with their number. Thread-safe.</summary>
internal sealed class CampaignTally
{
    private const int RecentKept = 100;
    private const int TopKept = 10;
    private const int FailuresKept = 100;

    private readonly Lock _gate = new();
    private readonly CoverageMap _coverage = new();
    private readonly long[] _checked = new long[InvariantNames.All.Count];
    private readonly int[] _broken = new int[InvariantNames.All.Count];
    private readonly Dictionary<(string Fault, string State), int> _strikes = [];
    private readonly Dictionary<(string Fault, Invariant Invariant), (int Iterations, int Broken)> _matrix = [];
    private readonly Queue<IterationResult> _recent = new();
    private readonly List<IterationResult> _failures = [];
    private List<IterationResult> _top = [];
    private long _commands;
    private long _entries;
    private int _done;
    private int _failed;
    private int _corpus;

    /// <summary>Adds an iteration.</summary>
    public IterationResult Add(int seed, TimeSpan at, TimeSpan took, Iteration iteration, IterationFailure? failure)
    {
        lock (_gate)
        {
            var result = new IterationResult(seed, at, took, iteration.Commands, iteration.Entries, iteration.Strikes.Count, _coverage.Add(iteration.Coverage), CoverageDimensions.All.Sum(dimension => iteration.Coverage[dimension].Count), failure);
            _done++;
            _commands += iteration.Commands;
            _entries += iteration.Entries;
            for (var i = 0; i < _checked.Length; i++) _checked[i] += iteration.Checked[i];
            foreach (var strike in iteration.Strikes) _strikes[(FaultNames.Of(strike.Fault), strike.State)] = _strikes.GetValueOrDefault((FaultNames.Of(strike.Fault), strike.State)) + 1;
            foreach (var pair in iteration.Coverage.Pairs) Count(pair, 1, 0);
            if (failure is not null) AddFailure(result, failure);
            if (result.SeenFirst > 0) _corpus++;
            _recent.Enqueue(result);
            if (_recent.Count > RecentKept) _recent.Dequeue();
            if (result.SeenFirst > 0) _top = [.. _top.Append(result).OrderByDescending(each => each.SeenFirst).Take(TopKept)];
            return result;
        }
    }

    /// <summary>How it stands; the caller knows the plan, the state and the time.</summary>
    public CampaignFigures Read()
    {
        lock (_gate)
        {
            return new CampaignFigures
            {
                State = CampaignState.Idle,
                Done = _done,
                Failed = _failed,
                Commands = _commands,
                Entries = _entries,
                Coverage = _coverage.Counts,
                Corpus = _corpus,
                Checked = [.. _checked],
                Broken = [.. _broken],
                Strikes = [.. _strikes.OrderByDescending(strike => strike.Value).Select(strike => new StrikeCount(strike.Key.Fault, strike.Key.State, strike.Value))],
                Matrix = [.. _matrix.Select(cell => new MatrixCell(cell.Key.Fault, InvariantNames.Of(cell.Key.Invariant), cell.Value.Iterations, cell.Value.Broken))],
                Recent = [.. _recent.Reverse()],
                Top = _top,
                Failures = [.. _failures],
            };
        }
    }

    private void AddFailure(IterationResult result, IterationFailure failure)
    {
        _failed++;
        _broken[(int)failure.Invariant]++;
        Count((failure.Fault, failure.Invariant), 0, 1);
        if (_failures.Count < FailuresKept) _failures.Add(result);
    }

    private void Count((string Fault, Invariant Invariant) pair, int iterations, int broken)
    {
        var before = _matrix.GetValueOrDefault(pair);
        _matrix[pair] = (before.Iterations + iterations, before.Broken + broken);
    }
}
