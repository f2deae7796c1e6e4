using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Faces.Plain;
using Vitrine.Chaos.Invariants;

namespace Vitrine.Chaos.Faces.Tui;

/// <summary>What the terminal knows: the campaign, the tab, the log and how far it is scrolled. Keys change it.</summary>
internal sealed class TuiModel
{
    private const int LinesKept = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly CancellationToken _stop;

    public TuiModel(CampaignPlan plan, CancellationToken stop)
    {
        Campaign = new Campaign(plan) { Ended = Log };
        _stop = stop;
        Write(CampaignReport.Title(plan));
    }

    /// <summary>The campaign, started or not.</summary>
    public Campaign Campaign { get; }

    /// <summary>Ends with the campaign; ended while there is none.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>The tab that is shown.</summary>
    public TuiTab Tab { get; private set; }

    /// <summary>Lines between the newest and the last one shown.</summary>
    public int Scrolled { get; private set; }

    /// <summary>Whether somebody wants to leave.</summary>
    public bool IsLeft { get; private set; }

    /// <summary>What the keys do now.</summary>
    public string Hint => Campaign.State switch
    {
        CampaignState.Idle => "s start · Tab next · ↑↓ scroll · q quit",
        CampaignState.Running => "Running · Space pause · Tab next · ↑↓ scroll · q quit",
        CampaignState.Paused => "Paused · Space resume · Tab next · ↑↓ scroll · q quit",
        _ => "Completed · Tab next · ↑↓ scroll · q quit",
    };

    /// <summary>The lines that are in sight, the newest last.</summary>
    public IReadOnlyList<string> Lines(int height)
    {
        lock (_gate)
        {
            Scrolled = Math.Clamp(Scrolled, 0, Math.Max(0, _lines.Count - height));
            return [.. _lines.SkipLast(Scrolled).TakeLast(height)];
        }
    }

    /// <summary>Somebody pressed a key.</summary>
    public void Press(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.S when Campaign.State == CampaignState.Idle:
                Running = Campaign.RunAsync(_stop);
                break;
            case ConsoleKey.Spacebar when Campaign.State is CampaignState.Running or CampaignState.Paused:
                Campaign.TogglePause();
                break;
            case ConsoleKey.Tab:
                Tab = (TuiTab)(((int)Tab + 1) % Enum.GetValues<TuiTab>().Length);
                break;
            case ConsoleKey.UpArrow:
                Scrolled++;
                break;
            case ConsoleKey.DownArrow:
                Scrolled = Math.Max(0, Scrolled - 1);
                break;
            case ConsoleKey.Q or ConsoleKey.Escape:
                IsLeft = true;
                break;
        }
    }

    private void Log(IterationResult result)
    {
        Write($"seed {result.Seed}: {result.Commands} commands, {result.Entries} entries, {result.Strikes} faults, {result.SeenFirst} seen first, {result.Took.TotalMilliseconds:0} ms{(result.Failure is null ? "" : " FAILED")}");
        if (result.Failure is not { } failure) return;
        Write($"  {InvariantNames.Of(failure.Invariant)}: {failure.What}");
        foreach (var line in failure.Events) Write($"    {line}");
        Write($"  again: {Campaign.Plan.Repeat(result.Seed)}");
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesKept) _lines.Dequeue();
            // Whoever reads something older goes on reading it.
            if (Scrolled > 0) Scrolled++;
        }
    }
}
