namespace Vitrine.ModelServer.Models;

/// <summary>What <see cref="PoolTable.Enter"/> found for a request.</summary>
internal readonly record struct PoolEntry
{
    /// <summary>The model, which counts this request as a stream; null when it is not loaded.</summary>
    public PooledModel? Hit { get; init; }

    /// <summary>The load to wait for; null on a hit or a refusal.</summary>
    public ModelLoad? Load { get; init; }

    /// <summary>Whether this request caused the load and has to start it.</summary>
    public bool Leads { get; init; }

    /// <summary>A model whose file was replaced; it left its place to the new one.</summary>
    public PooledModel? Replaced { get; init; }

    /// <summary>Streams that the replaced model still has.</summary>
    public int StreamsLeft { get; init; }

    /// <summary>Whether every place is taken by models in use.</summary>
    public bool IsBusy { get; init; }
}
