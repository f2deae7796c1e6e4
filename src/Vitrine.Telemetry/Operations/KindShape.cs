namespace Vitrine.Telemetry;

/// <summary>What sort of thing a kind describes.</summary>
public enum KindShape
{
    /// <summary>An operation with a duration: a request, a model load, a view change.</summary>
    Scope,

    /// <summary>An instant: an eviction, a guard's decision, a token.</summary>
    Point,

    /// <summary>Rows read when somebody looks: loaded models, queue sizes, a node's view.</summary>
    State,
}
