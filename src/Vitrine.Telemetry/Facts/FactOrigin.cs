namespace Vitrine.Telemetry;

/// <summary>Who chose a fact's value. It decides whether the value may become a label as it is.</summary>
public enum FactOrigin
{
    /// <summary>Our own code chose it from a closed set: an outcome, a phase, a plugin's name.</summary>
    Closed,

    /// <summary>Configuration chose it: a route, a loaded model. Bounded, but not known when the code was written.</summary>
    Resolved,

    /// <summary>The process itself: its node id. One value, which <see cref="ServiceResource"/> holds.</summary>
    Resource,

    /// <summary>A stranger chose it: a requested model, a path, a user id. As a label it must pass a list of known values or fold.</summary>
    Client,
}
