using System.Collections.Immutable;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Hosting;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Projections;

/// <summary>
/// Every projection of this node: runs them from the moment the own copy is there until the stop, says once when one falls further behind than it may and once
/// when it is at the head again.
/// </summary>
internal sealed class ProjectionHost : BackgroundService
{
    private static readonly TimeSpan s_watchEvery = TimeSpan.FromSeconds(1);

    private readonly EngineHost _engine;
    private readonly LedgerOptions _options;
    private readonly ITelemetry _telemetry;
    private readonly HashSet<Projection> _stalled = [];

    public ProjectionHost(IEnumerable<IProjectionTable> tables, ILogEngine engine, EngineHost engineHost, LedgerOptions options, ITelemetry telemetry, ILoggerFactory loggers)
    {
        (_engine, _options, _telemetry) = (engineHost, options, telemetry);
        var folder = Path.Combine(options.Folder, "projections");
        Directory.CreateDirectory(folder);
        All = [.. tables.Select(table => new Projection(table, engine.Copy, folder, loggers.CreateLogger("Vitrine.Ledger.Projections")))];
        telemetry.AddState(LedgerKinds.Projection, ReadRows);
    }

    /// <summary>All of them, in the order of their registration.</summary>
    public ImmutableArray<Projection> All { get; }

    /// <summary>The projection of a name, or null.</summary>
    public Projection? Find(string name) => All.FirstOrDefault(projection => projection.Table.Name == name);

    /// <summary>The projection that feeds this table.</summary>
    public Projection Of(IProjectionTable table) => All.Single(projection => ReferenceEquals(projection.Table, table));

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var projection in All) projection.Stop();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        foreach (var projection in All) projection.Stop();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _engine.Started.WaitAsync(stoppingToken);
            foreach (var projection in All) projection.Start();
            using var ticks = new PeriodicTimer(s_watchEvery, _options.Clock);
            while (await ticks.WaitForNextTickAsync(stoppingToken)) Watch();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Watch()
    {
        foreach (var projection in All)
        {
            var lag = projection.Lag;
            if (lag > _options.StalledBeyond && _stalled.Add(projection))
                _telemetry.Point(LedgerKinds.ProjectionStalled).Set(LedgerFacts.Projection, projection.Table.Name).Set(LedgerFacts.Applied, projection.Applied).Set(LedgerFacts.Lag, lag).Emit();
            else if (lag == 0 && _stalled.Remove(projection))
                _telemetry.Point(LedgerKinds.ProjectionCaughtUp).Set(LedgerFacts.Projection, projection.Table.Name).Set(LedgerFacts.Applied, projection.Applied).Emit();
        }
    }

    private void ReadRows(ref StateRows rows)
    {
        foreach (var projection in All)
        {
            rows.Begin();
            rows.Set(LedgerFacts.Projection, projection.Table.Name);
            rows.Set(LedgerFacts.Applied, projection.Applied);
            rows.Set(LedgerFacts.Lag, projection.Lag);
        }
    }
}
