using System.Collections.Immutable;

namespace Vitrine.Telemetry;

/// <summary>
/// Facts that hold for the whole process, such as a node's id: the outermost place where a fact is looked for, behind every scope, point and row.
/// Immutable; packs read it like any fact.
/// </summary>
public sealed class ServiceResource
{
    private readonly ImmutableArray<FactValue> _byFact;

    private ServiceResource(ImmutableArray<FactValue> byFact) => _byFact = byFact;

    /// <summary>Holds nothing.</summary>
    public static ServiceResource Empty { get; } = new([]);

    /// <summary>The same with a text fact.</summary>
    public ServiceResource With(Fact<string> fact, string value) => With(fact, new FactValue(fact.Type, value, 0));

    /// <summary>The same with an integer fact.</summary>
    public ServiceResource With(Fact<long> fact, long value) => With(fact, new FactValue(fact.Type, null, value));

    /// <summary>Reads a fact.</summary>
    public bool TryGet(Fact fact, out FactValue value)
    {
        if ((uint)fact.Id < (uint)_byFact.Length)
        {
            value = _byFact[fact.Id];
            return value.Type != FactType.Text || value.Text is not null;
        }

        value = default;
        return false;
    }

    private ServiceResource With(Fact fact, FactValue value)
    {
        if (fact.Origin != FactOrigin.Resource) throw new ArgumentException($"'{fact.Name}' is not a fact of the resource: give it the origin {nameof(FactOrigin.Resource)}.", nameof(fact));
        var all = new FactValue[Math.Max(_byFact.Length, fact.Id + 1)];
        _byFact.CopyTo(all);
        all[fact.Id] = value;
        return new ServiceResource([.. all]);
    }
}
