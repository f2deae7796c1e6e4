namespace Vitrine.ModelServer.Models;

/// <summary>A loaded model in the pool. Its mutable part belongs to <see cref="PoolTable"/> and its lock.</summary>
internal sealed class PooledModel(LoadedModel model, ModelFile file, long reservedBytes, int activeStreams)
{
    /// <summary>The model and what computes it.</summary>
    public LoadedModel Model => model;

    /// <summary>The file as it was when the model was loaded.</summary>
    public ModelFile File => file;

    /// <summary>Memory that it holds of the budget.</summary>
    public long ReservedBytes { get; set; } = reservedBytes;

    /// <summary>Leases that are out.</summary>
    public int ActiveStreams { get; set; } = activeStreams;

    /// <summary>When it was acquired or released last.</summary>
    public DateTimeOffset LastUsedAt { get; set; } = model.LoadedAt;

    /// <summary>Whether a newer file took its place: it answers nobody new, and goes with its last stream.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>Looks whether nobody has used it for long enough; null when models stay.</summary>
    public ITimer? Expiry { get; set; }
}
