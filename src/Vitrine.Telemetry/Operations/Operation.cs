using System.Diagnostics;

namespace Vitrine.Telemetry;

/// <summary>
/// One thing that happens: an HTTP request, an inference in it, the wait for a slot in that. A scope is span, in-flight gauge, duration and
/// log line at once; they agree because they are this object.
/// </summary>
/// <remarks>
/// One writer per scope: a scope may live on another thread than its parent, but two threads do not write the same scope. Children may set
/// facts on outer scopes at the same time; each fact is one word, so readers see a whole value. A scope ends exactly once: the first
/// <see cref="End"/> wins, later ones do nothing. <see cref="Dispose"/> releases the object for reuse, so it must be the holder's last
/// touch; a scope disposed without <see cref="End"/> ends as <see cref="Outcome.Error"/>, because an unknown fate is not success. A tree in which any scope was abandoned
/// and never released is left to the garbage collector and never reused.
/// </remarks>
public sealed partial class Operation : IDisposable
{
    /// <summary>One operation in so many is timed.</summary>
    internal const int TimedEvery = 64;

    private const int Free = 0, Open = 1, Ended = 2;

    private readonly Slot[] _slots;
    private readonly sbyte[] _slotTable;
    private readonly int _openingCount;
    private Operation? _root;
    private Operation? _firstChild;
    private Operation? _nextSibling;
    private Operation? _spares;
    private GaugeHold _held;
    private int _state;
    private int _uses;
    private DateTimeOffset _startedAt;
    private bool _opened;
    private volatile bool _released;

    /// <summary>An object for the pool of its kind.</summary>
    /// <param name="plan">What the service does with this kind.</param>
    /// <param name="number">How many were made before: their turns to be timed are spread.</param>
    internal Operation(KindPlan plan, int number)
    {
        Plan = plan;
        _uses = number;
        _slots = new Slot[plan.Kind.Facts.Length];
        _slotTable = plan.Kind.SlotTable;
        _openingCount = plan.Kind.Opening.Length;
    }

    /// <summary>What this is.</summary>
    public Kind Kind => Plan.Kind;

    /// <summary>The enclosing scope, or null for a root.</summary>
    public Operation? Parent { get; private set; }

    /// <summary>The span, or null when nobody samples; the scope works the same.</summary>
    public Activity? Span { get; internal set; }

    /// <summary>Whether the host began the span, and stops it.</summary>
    internal bool IsSpanHosted { get; set; }

    /// <summary>How it ended; meaningful once <see cref="HasEnded"/>.</summary>
    public Outcome Outcome { get; private set; }

    /// <summary>True once it ended.</summary>
    public bool HasEnded => Volatile.Read(ref _state) == Ended;

    /// <summary>What went wrong in this scope itself, or null.</summary>
    public string? ErrorType { get; private set; }

    /// <summary>What went wrong in this scope itself, as a sentence, or null.</summary>
    public string? ErrorMessage { get; private set; }

    /// <summary>The number a point carries; 1 when none was given.</summary>
    public double Value { get; private set; }

    /// <summary>Start in <see cref="Stopwatch"/> ticks.</summary>
    public long StartTimestamp { get; private set; }

    /// <summary>End in <see cref="Stopwatch"/> ticks; 0 while it runs.</summary>
    public long EndTimestamp { get; private set; }

    /// <summary>Start as wall-clock time, UTC: of a root as the clock said, of a scope in it reckoned from there. A point's is read when somebody first asks, for points that are only counted need none.</summary>
    public DateTimeOffset StartedAt
    {
        get
        {
            if (Kind.Shape == KindShape.Scope && Parent is { } parent) return parent.StartedAt + TimeSpan.FromTicks((StartTimestamp - parent.StartTimestamp) * TimeSpan.TicksPerSecond / Stopwatch.Frequency);
            return _startedAt != default ? _startedAt : _startedAt = Plan.Owner.Options.Clock.GetUtcNow();
        }
    }

    /// <summary>How long it took, or has taken so far.</summary>
    public TimeSpan Duration => Kind.Shape == KindShape.Point ? TimeSpan.Zero : Stopwatch.GetElapsedTime(StartTimestamp, EndTimestamp == 0 ? Stopwatch.GetTimestamp() : EndTimestamp);

    /// <summary>The outermost scope of this tree; itself for a root.</summary>
    public Operation Root => Parent is null ? this : _root!;

    internal KindPlan Plan { get; }

    /// <summary>Whether the time that projections take over it is measured. Counted per object, so that threads share no counter.</summary>
    internal bool IsTimed => (_uses & (TimedEvery - 1)) == 0;

    /// <summary>Number of the root within this service, in order of ending; 0 until the root ended.</summary>
    internal long Sequence { get; set; }

    /// <summary>Whether the ring of finished roots did not take it: then its release hands the tree back to its pool.</summary>
    internal bool IsLeft { get; set; }

    /// <summary>Begins a child scope. It may live on another thread.</summary>
    /// <param name="scope">A kind of shape scope.</param>
    /// <param name="startTimestamp"><see cref="Stopwatch"/> ticks for phases an engine timed, or 0 for now.</param>
    public Operation Begin(Kind scope, long startTimestamp = 0) => Plan.Owner.Begin(scope, this, startTimestamp);

    /// <summary>Starts describing a point that happens in this scope; nothing is recorded before <see cref="PointDescription.Emit"/>.</summary>
    public PointDescription Point(Kind point) => Plan.Owner.Point(point, this);

    /// <summary>Records a point without facts of its own.</summary>
    public void Emit(Kind point, double value = 1) => Plan.Owner.Point(point, this).Emit(value);

    /// <summary>Freezes the opening facts: in-flight gauges rise now, and fall on the same series at the end. Kinds without opening facts open by themselves.</summary>
    public Operation Opened()
    {
        if (_opened || _state != Open) return this;
        _opened = true;
        Plan.Owner.OnOpened(this);
        return this;
    }

    /// <summary>Ends the scope, exactly once. Children that are still open are abandoned first, at the same instant.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="errorType">A low-cardinality name of what went wrong; also set as <c>error.type</c>.</param>
    /// <param name="message">A sentence; also set as <c>error.message</c>.</param>
    /// <param name="endTimestamp"><see cref="Stopwatch"/> ticks for phases an engine timed, or 0 for now.</param>
    public void End(Outcome outcome, string? errorType = null, string? message = null, long endTimestamp = 0)
    {
        if (errorType is not null) Set(CoreFacts.ErrorType, errorType);
        if (message is not null) Set(CoreFacts.ErrorMessage, message);
        Opened();
        if (Interlocked.CompareExchange(ref _state, Ended, Open) != Open) return;
        EndTimestamp = endTimestamp != 0 ? endTimestamp : Stopwatch.GetTimestamp();
        Outcome = outcome;
        ErrorType = errorType;
        ErrorMessage = message;
        for (var child = Volatile.Read(ref _firstChild); child is not null; child = child._nextSibling)
        {
            if (child._state == Open) child.End(Outcome.Abandoned, endTimestamp: Math.Max(EndTimestamp, child.StartTimestamp));
        }

        _held.ReleaseAll();
        Plan.Owner.OnEnded(this);
    }

    /// <summary>Releases the object; ends the scope as an error if nobody did. The holder's last touch.</summary>
    public void Dispose()
    {
        if (_state == Open) End(Outcome.Error, "not_ended", "The scope was released before anybody said how it ended.");
        // Once it is released, a tree in the ring may be another request's at any moment.
        var isLeft = IsLeft;
        _released = true;
        if (isLeft && IsWhollyReleased()) RecycleTree();
    }

    /// <summary>Children in order of starting. Allocates; for readers such as the debug page.</summary>
    public IReadOnlyList<Operation> Children()
    {
        var children = new List<Operation>();
        for (var child = Volatile.Read(ref _firstChild); child is not null; child = child._nextSibling) children.Add(child);
        children.Sort(static (a, b) => a.StartTimestamp.CompareTo(b.StartTimestamp));
        return children;
    }

    /// <summary>The newest scope of this kind below this one, or null: children are seen before their own children, newest first.</summary>
    internal Operation? NewestChild(Kind kind)
    {
        for (var child = Volatile.Read(ref _firstChild); child is not null; child = child._nextSibling)
        {
            if (child.Kind == kind) return child;
        }

        for (var child = Volatile.Read(ref _firstChild); child is not null; child = child._nextSibling)
        {
            if (child.NewestChild(kind) is { } found) return found;
        }

        return null;
    }

    internal void Start(Operation? parent, long startTimestamp, TimeProvider clock)
    {
        StartTimestamp = startTimestamp == 0 ? Stopwatch.GetTimestamp() : startTimestamp;
        (Parent, _root) = (parent, parent?.Root);
        if (parent is null) _startedAt = startTimestamp == 0 ? clock.GetUtcNow() : clock.GetUtcNow() - Stopwatch.GetElapsedTime(startTimestamp);
        EndTimestamp = 0;
        Value = 1;
        _state = Open;
        if (parent is not null) Join(parent);
    }

    internal void Hold(Metrics.GaugeCell cell)
    {
        _held.Add(cell);
        if (HasEnded) _held.ReleaseAll();
    }

    internal void StartPoint(Operation? parent)
    {
        (Parent, _root) = (parent, parent?.Root);
        _state = Open;
    }

    internal void FinishPoint(double value)
    {
        Value = value;
        _state = Ended;
    }

    /// <summary>Empties the object for its next use. Points and whole released trees only.</summary>
    internal void Reset()
    {
        Array.Clear(_slots);
        (Parent, Span, _root, _firstChild, _nextSibling) = (null, null, null, null, null);
        (ErrorType, ErrorMessage, Outcome, Sequence) = (null, null, Outcome.Ok, 0);
        (_startedAt, StartTimestamp, EndTimestamp) = (default, 0, 0);
        (_opened, _released, IsLeft, IsSpanHosted, _state) = (false, false, false, false, Free);
        _uses++;
    }

    /// <summary>True when every scope of this tree was released by its holder, so that nobody can touch it any more.</summary>
    internal bool IsWhollyReleased()
    {
        if (!_released) return false;
        for (var child = _firstChild; child is not null; child = child._nextSibling)
        {
            if (!child.IsWhollyReleased()) return false;
        }

        return true;
    }

    /// <summary>The neighbours in the list of open roots.</summary>
    internal (Operation? Previous, Operation? Next) OpenNeighbours;

    /// <summary>
    /// A scope that this root had in its last use and has not taken yet in this one, or null when the next of them is of another kind. Requests
    /// are alike: their scopes begin in the same order, and those of one root lie side by side in memory.
    /// </summary>
    /// <remarks>Scopes are only ever taken from the list while the root is in use, so comparing its head is enough.</remarks>
    internal Operation? TakeSpare(KindPlan plan)
    {
        var spare = Volatile.Read(ref _spares);
        if (spare is null || spare.Plan != plan) return null;
        return Interlocked.CompareExchange(ref _spares, spare._nextSibling, spare) == spare ? spare : null;
    }

    /// <summary>Returns this root to its pool, and with it the scopes below it, for its next use. What it had left of the last use goes to the pools of its kinds.</summary>
    internal void RecycleTree()
    {
        for (var spare = _spares; spare is not null;)
        {
            var next = spare._nextSibling;
            spare._nextSibling = null;
            spare.Plan.Return(spare);
            spare = next;
        }

        _spares = null;
        GatherSpares(ref _spares);
        Reset();
        Plan.Return(this);
    }

    /// <summary>Empties the scopes below this one. The newest comes first and each goes before those gathered so far, so that they end in the order of their beginnings.</summary>
    private void GatherSpares(ref Operation? spares)
    {
        for (var child = _firstChild; child is not null;)
        {
            var next = child._nextSibling;
            child.GatherSpares(ref spares);
            child.Reset();
            child._nextSibling = spares;
            spares = child;
            child = next;
        }
    }

    private void Join(Operation parent)
    {
        Operation? head;
        do
        {
            head = Volatile.Read(ref parent._firstChild);
            _nextSibling = head;
        }
        while (Interlocked.CompareExchange(ref parent._firstChild, this, head) != head);

        // The parent may have ended while this child was joining: it would then never be abandoned by it.
        if (parent.HasEnded) End(Outcome.Abandoned);
    }
}
