using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Embeddings;

/// <summary>Texts that want vectors, for whatever reason.</summary>
internal sealed record EmbeddingJob
{
    /// <summary>What is done with the vectors, in OpenTelemetry's words: embeddings, rerank.</summary>
    public required string Operation { get; init; }

    /// <summary>The model that is asked for; whether it exists is another question.</summary>
    public required string Model { get; init; }

    /// <summary>The texts, at least one.</summary>
    public required IReadOnlyList<TextInput> Inputs { get; init; }

    /// <summary>The request's parameters for the log; nothing of the texts is among them.</summary>
    public required string Parameters { get; init; }

    /// <summary>The field of the request that holds a text; messages to the client name it.</summary>
    public required Func<int, string> FieldOf { get; init; }

    /// <summary>The length that vectors must have, or null when any will do.</summary>
    public int? Dimensions { get; init; }
}
