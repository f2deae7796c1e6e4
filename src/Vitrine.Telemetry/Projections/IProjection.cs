namespace Vitrine.Telemetry;

/// <summary>
/// Somebody who looks at operations: metrics, log lines, audit entries, spans, the debug page, or one of your own. Each is isolated: what it throws is
/// caught, counted and logged once per interval, and never reaches the service.
/// </summary>
public interface IProjection
{
    /// <summary>A short name for errors and figures.</summary>
    string Name { get; }

    /// <summary>Whether this projection looks at a kind at all. Asked once, at start-up.</summary>
    bool Wants(Kind kind) => true;

    /// <summary>A scope opened; its opening facts are frozen.</summary>
    void OnOpened(Operation scope)
    {
    }

    /// <summary>A point happened. The object is reused at once: copy what you keep.</summary>
    void OnPoint(Operation point)
    {
    }

    /// <summary>A scope ended. The object may be reused later: copy what you keep.</summary>
    void OnEnded(Operation scope)
    {
    }
}
