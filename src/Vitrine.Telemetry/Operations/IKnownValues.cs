namespace Vitrine.Telemetry;

/// <summary>The values of a client-chosen fact that may become labels: models the routes declare, served paths, callers on the allow-list.</summary>
public interface IKnownValues
{
    /// <summary>Whether the value is known. Called on the hot path; must not allocate or block.</summary>
    bool Contains(string value);
}
