namespace Vitrine.Telemetry;

/// <summary>What a service says: this begins, this happened, these are my rows. One per service, a singleton.</summary>
public interface ITelemetry
{
    /// <summary>Begins a root scope: an HTTP request, a model load, a view change.</summary>
    /// <param name="scope">A kind of shape scope.</param>
    /// <param name="startTimestamp">Stopwatch ticks, or 0 for now.</param>
    Operation Begin(Kind scope, long startTimestamp = 0);

    /// <summary>Starts describing a point outside any scope.</summary>
    PointDescription Point(Kind point);

    /// <summary>Resolves the series of a point once, for what happens too often to resolve each time: tokens, appends.</summary>
    /// <param name="point">A kind of shape point.</param>
    /// <param name="labelsFrom">The scope whose facts choose the labels, or null when the point needs none.</param>
    Recorder Bind(Kind point, Operation? labelsFrom = null);

    /// <summary>Adds the rows of a state. The reader runs at scrape, on the scraping thread; what it throws is caught and counted.</summary>
    void AddState(Kind state, StateReader reader);

    /// <summary>Says which values of a client-chosen fact may become labels; others fold.</summary>
    void AddKnown(Fact<string> fact, IKnownValues values);

    /// <summary>Adds somebody who looks.</summary>
    void AddProjection(IProjection projection);
}
