using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Metrics.Meters;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry;

/// <summary>
/// The spine of one service: operations go in, projections look at them. Packs are compiled once, here; afterwards nothing on the way of a
/// request looks anything up by name.
/// </summary>
/// <remarks>
/// The way of an operation: <see cref="Begin(Kind, long)"/> rents it and begins its span; <see cref="Operation.Opened"/> raises gauges;
/// <see cref="Operation.End"/> lowers them and runs the projections (metrics of each pack, log lines, the service's own), stops the span,
/// and hands a finished root to the ring, from which it returns to its pool.
/// </remarks>
public sealed class VitrineTelemetry : ITelemetry, IDisposable
{
    private readonly Lock _scrape = new();
    private readonly Lock _plansGate = new();
    private readonly StateReads _states;
    private readonly TelemetryOptions _options;
    private readonly List<CompiledPack> _packs = [];
    private readonly IReadOnlyList<Family> _families;
    private readonly OpenRoots _open = new();
    private readonly List<IPageSection> _sections = [];
    private readonly Dictionary<string, PackMeter> _meters = new(StringComparer.Ordinal);
    private IsolatedProjection[] _projections = [];
    private KindPlan?[] _plans = new KindPlan?[64];
    private long _lateFacts;

    /// <summary>Compiles the packs against the declared kinds.</summary>
    /// <exception cref="Documents.DocumentException">A pack names kinds or facts that do not exist. All errors are listed.</exception>
    public VitrineTelemetry(TelemetryOptions options)
    {
        _options = options;
        ActivitySource = new ActivitySource($"Vitrine.{options.ServiceName}");
        Failures = new TelemetryFailures(options.Clock);
        _states = new StateReads(options.Resource);
        Ring = new OperationRing(options.RecentOperations);
        _states.OnFailure(Failures.Report);
        Kind[] declared = [.. options.Kinds, RuntimeKinds.Runtime, .. TelemetryKinds.All];
        var compiler = new PackCompiler([.. declared.Distinct()], options.ExposedLabels, options.Resource, ActivitySource);
        foreach (var pack in options.Packs)
        {
            var compiled = compiler.Compile(pack);
            if (compiled.Report.Errors.Count > 0) throw new Documents.DocumentException(compiled.Report.Errors);
            _packs.Add(compiled);
            if (compiled.Metrics.Families.Count > 0) AddProjection(compiled.Metrics);
        }

        // A family that two packs have stands on the common page once, as the first has it. An avg_min_max shows other names than its own.
        _families = [.. _packs.SelectMany(pack => pack.Metrics.Families).DistinctBy(family => (family.Name, family is StatFamily))];
        if (options.Log is { } log && _packs.Count > 0)
        {
            Lines = new LinesProjection(_packs[0].Lines, log);
            AddProjection(Lines);
        }

        if (options.Audit is { } audit) AddProjection(new AuditProjection([.. _packs.SelectMany(pack => pack.Audit)], audit));
        SelfReaders.Register(this, _states, Failures);
    }

    /// <summary>The service's name.</summary>
    public string ServiceName => _options.ServiceName;

    /// <summary>Where spans come from.</summary>
    public ActivitySource ActivitySource { get; }

    /// <summary>What each pack's report says, in the order of the packs.</summary>
    public IReadOnlyList<PackReport> Reports => [.. _packs.Select(pack => pack.Report)];

    /// <summary>The names of the packs, in order.</summary>
    public IReadOnlyList<string> PackNames => [.. _packs.Select(pack => pack.Name)];

    /// <summary>Facts that were set after their scope had ended or frozen them, or that no scope declares.</summary>
    public long LateFacts => Volatile.Read(ref _lateFacts);

    internal TelemetryOptions Options => _options;

    /// <summary>The log lines of the first pack, or null when the service writes none.</summary>
    internal LinesProjection? Lines { get; }

    internal TelemetryFailures Failures { get; }

    internal OperationRing Ring { get; }

    internal OpenRoots OpenRoots => _open;

    internal IReadOnlyList<CompiledPack> Packs => _packs;

    internal IsolatedProjection[] Projections => Volatile.Read(ref _projections);

    /// <inheritdoc/>
    public Operation Begin(Kind scope, long startTimestamp = 0) => Begin(scope, null, startTimestamp);

    /// <inheritdoc/>
    public PointDescription Point(Kind point) => Point(point, null);

    /// <inheritdoc/>
    public Recorder Bind(Kind point, Operation? labelsFrom = null)
    {
        RequireShape(point, KindShape.Point);
        var reader = PlanOf(point).Rent();
        reader.StartPoint(labelsFrom);
        var cells = _packs.SelectMany(pack => pack.Metrics.CellsOf(point, reader)).ToArray();
        reader.Reset();
        reader.Plan.Return(reader);
        return new Recorder(cells);
    }

    /// <inheritdoc/>
    public void AddState(Kind state, StateReader reader)
    {
        RequireShape(state, KindShape.State);
        lock (_scrape) _states.Add(state, reader);
    }

    /// <inheritdoc/>
    public void AddKnown(Fact<string> fact, IKnownValues values)
    {
        foreach (var label in _packs.SelectMany(pack => pack.ClientLabels))
        {
            if (label.Source!.Fact == fact) label.Known = values;
        }
    }

    /// <inheritdoc/>
    public void AddProjection(IProjection projection)
    {
        lock (_plansGate)
        {
            _projections = [.. _projections, new IsolatedProjection(projection, Failures)];
            foreach (var plan in _plans)
            {
                if (plan is not null) plan.Projections = LookersOf(plan.Kind);
            }
        }
    }

    /// <summary>Writes a page of metrics: all packs, or one of them.</summary>
    /// <param name="destination">Where the UTF-8 goes; nothing else is allocated in steady state.</param>
    /// <param name="format">Text 0.0.4 or OpenMetrics 1.0.</param>
    /// <param name="pack">One pack's name, or null for all.</param>
    /// <returns>False when there is no such pack; then nothing was written.</returns>
    public bool WriteMetrics(IBufferWriter<byte> destination, ExpositionFormat format, string? pack = null)
    {
        if (pack is not null && !PackNames.Contains(pack, StringComparer.Ordinal)) return false;
        lock (_scrape)
        {
            _states.ReadAll();
            var page = new PageWriter(destination, format);
            var families = pack is null ? _families : FamiliesOf(pack);
            for (var i = 0; i < families.Count; i++) families[i].Write(ref page, _states);
            foreach (var section in _sections)
            {
                if (section.IsOn(pack)) section.Write(ref page);
            }

            page.End();
        }

        return true;
    }

    /// <summary>
    /// Publishes a pack as the BCL meter <c>Vitrine.Pack.NAME</c>, labels folded as on the page, for listeners such as the OpenTelemetry
    /// SDK. Costs nothing while nobody listens. Later calls return the same meter; it lives as long as this object.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such pack; the message names those there are.</exception>
    public Meter PublishMeter(string pack)
    {
        var compiled = _packs.Find(candidate => string.Equals(candidate.Name, pack, StringComparison.Ordinal))
            ?? throw new ArgumentException($"There is no pack '{pack}' here; there are {string.Join(", ", PackNames)}.", nameof(pack));
        lock (_meters)
        {
            if (!_meters.TryGetValue(pack, out var meter)) _meters[pack] = meter = new PackMeter(this, compiled);
            return meter.Meter;
        }
    }

    /// <summary>Evaluates the reconciliation equations of all packs.</summary>
    public IReadOnlyList<EquationResult> Reconcile()
    {
        IReadOnlyList<EquationResult> results = [];
        WithStates(states => results = [.. _packs.SelectMany(EquationsOf).Select(equation => equation.Evaluate(states))]);
        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_meters)
        {
            foreach (var meter in _meters.Values) meter.Dispose();
        }

        ActivitySource.Dispose();
    }

    /// <summary>
    /// Begins the root of a request for which the host began <paramref name="span"/>: the root adopts it and leaves stopping to the host. A
    /// pack without a span for requests still has its trace ids: in log lines, exemplars and on the debug page.
    /// </summary>
    internal Operation BeginHosted(Kind scope, Activity? span) => Begin(scope, null, startTimestamp: 0, span);

    internal Operation Begin(Kind scope, Operation? parent, long startTimestamp, Activity? hosted = null)
    {
        RequireShape(scope, KindShape.Scope);
        var plan = PlanOf(scope);
        var operation = parent?.Root.TakeSpare(plan) ?? plan.Rent();
        operation.Start(parent, startTimestamp, _options.Clock);
        operation.Span = plan.Span?.Begin(operation, hosted) ?? hosted;
        operation.IsSpanHosted = hosted is not null && operation.Span == hosted;
        if (parent is null) _open.Add(operation);
        return scope.Opening.IsEmpty ? operation.Opened() : operation;
    }

    internal PointDescription Point(Kind point, Operation? parent)
    {
        RequireShape(point, KindShape.Point);
        var operation = PlanOf(point).Rent();
        operation.StartPoint(parent);
        return new PointDescription(operation);
    }

    internal void EmitPoint(Operation point, double value)
    {
        point.FinishPoint(value);
        Show(point, OperationMoment.Happened);
        point.Plan.Span?.Happen(point);
        point.Reset();
        point.Plan.Return(point);
    }

    internal void OnOpened(Operation scope) => Show(scope, OperationMoment.Opened);

    internal void OnEnded(Operation scope)
    {
        Show(scope, OperationMoment.Ended);
        scope.Plan.Span?.End(scope);
        if (scope.Parent is not null) return;
        _open.Remove(scope);
        Ring.Offer(scope);
    }

    /// <summary>Adds families to the metrics page.</summary>
    internal void AddSection(IPageSection section)
    {
        lock (_scrape) _sections.Add(section);
    }

    internal void CountLateFact() => Interlocked.Increment(ref _lateFacts);

    internal void WithStates(Action<StateReads> look)
    {
        lock (_scrape)
        {
            _states.ReadAll();
            look(_states);
        }
    }

    private IReadOnlyList<Family> FamiliesOf(string pack) => _packs.Find(compiled => string.Equals(compiled.Name, pack, StringComparison.Ordinal))!.Metrics.Families;

    private IEnumerable<Equation> EquationsOf(CompiledPack pack) => pack.Equations.Where(equation => !equation.NeedsLines || (Lines is not null && pack == _packs[0]));

    private static void Show(Operation operation, OperationMoment moment)
    {
        foreach (var projection in operation.Plan.Projections) projection.Look(operation, moment);
    }

    private static void RequireShape(Kind kind, KindShape shape)
    {
        if (kind.Shape != shape) throw new ArgumentException($"'{kind.Name}' is a {kind.Shape}, not a {shape}.", nameof(kind));
    }

    private KindPlan PlanOf(Kind kind)
    {
        var plans = Volatile.Read(ref _plans);
        if ((uint)kind.Id < (uint)plans.Length && Volatile.Read(ref plans[kind.Id]) is { } plan) return plan;
        return MakePlan(kind);
    }

    private KindPlan MakePlan(Kind kind)
    {
        lock (_plansGate)
        {
            if (kind.Id >= _plans.Length)
            {
                var grown = new KindPlan?[Math.Max(kind.Id + 1, _plans.Length * 2)];
                _plans.CopyTo(grown, 0);
                Volatile.Write(ref _plans, grown);
            }

            if (_plans[kind.Id] is { } made) return made;
            var plan = new KindPlan(this, kind)
            {
                Projections = LookersOf(kind),
                Span = _packs.Select(pack => pack.SpanOf(kind)).FirstOrDefault(span => span is not null),
            };
            Volatile.Write(ref _plans[kind.Id], plan);
            return plan;
        }
    }

    private IsolatedProjection[] LookersOf(Kind kind) => [.. _projections.Where(projection => projection.Wants(kind))];
}
