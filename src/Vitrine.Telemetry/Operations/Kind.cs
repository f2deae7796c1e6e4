using System.Collections.Immutable;

namespace Vitrine.Telemetry;

/// <summary>
/// What can happen, declared once: a scope, a point or a state, with the facts it may carry. A service declares its kinds at start-up;
/// what a pack wants and nobody declares is reported and not shown.
/// </summary>
public sealed class Kind
{
    private static int s_created;
    private readonly sbyte[] _slotByFact;

    private Kind(string name, KindShape shape, ImmutableArray<Fact> opening, ImmutableArray<Fact> facts)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Shape = shape;
        Opening = opening;
        Facts = facts;
        Id = Interlocked.Increment(ref s_created) - 1;
        _slotByFact = Index(name, facts);
    }

    /// <summary>The name packs use: <c>http</c>, <c>inference</c>, <c>model_load</c>.</summary>
    public string Name { get; }

    /// <summary>Scope, point or state.</summary>
    public KindShape Shape { get; }

    /// <summary>Facts known when a scope opens. They are frozen then, so that a gauge's +1 and -1 hit one series.</summary>
    public ImmutableArray<Fact> Opening { get; }

    /// <summary>All facts, the opening ones first. The position is the slot.</summary>
    public ImmutableArray<Fact> Facts { get; }

    /// <summary>Process-wide number of this kind.</summary>
    internal int Id { get; }

    /// <summary>A kind with a duration.</summary>
    /// <param name="name">Name in packs.</param>
    /// <param name="opening">Facts that are known when it opens.</param>
    /// <param name="facts">Facts that are learnt before it ends.</param>
    public static Kind Scope(string name, ReadOnlySpan<Fact> opening, params ReadOnlySpan<Fact> facts) =>
        new(name, KindShape.Scope, [.. opening], [.. opening, .. facts]);

    /// <summary>A kind that is an instant.</summary>
    public static Kind Point(string name, params ReadOnlySpan<Fact> facts) => new(name, KindShape.Point, [], [.. facts]);

    /// <summary>A kind whose rows are read when somebody looks.</summary>
    public static Kind State(string name, params ReadOnlySpan<Fact> facts) => new(name, KindShape.State, [], [.. facts]);

    /// <summary>Slots by fact number, -1 for facts that are not declared; operations keep it at hand.</summary>
    internal sbyte[] SlotTable => _slotByFact;

    /// <summary>The slot of a fact in this kind, or -1 when this kind does not declare it.</summary>
    internal int SlotOf(Fact fact) => (uint)fact.Id < (uint)_slotByFact.Length ? _slotByFact[fact.Id] : -1;

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static sbyte[] Index(string kind, ImmutableArray<Fact> facts)
    {
        if (facts.Length > sbyte.MaxValue) throw new ArgumentException($"Kind '{kind}' declares {facts.Length} facts; at most {sbyte.MaxValue} are possible.");
        var highest = -1;
        foreach (var fact in facts) highest = Math.Max(highest, fact.Id);
        var slots = new sbyte[highest + 1];
        Array.Fill(slots, (sbyte)-1);
        for (var i = 0; i < facts.Length; i++)
        {
            if (slots[facts[i].Id] >= 0) throw new ArgumentException($"Kind '{kind}' declares the fact '{facts[i].Name}' twice.");
            slots[facts[i].Id] = (sbyte)i;
        }

        return slots;
    }
}
