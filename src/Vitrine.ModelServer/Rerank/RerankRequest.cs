using Vitrine.ModelServer.Embeddings;
using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Rerank;

/// <summary>A checked request to order documents by how near they are to a query.</summary>
internal sealed record RerankRequest
{
    /// <summary>The model that is asked for.</summary>
    public required string Model { get; init; }

    /// <summary>What is looked for.</summary>
    public required string Query { get; init; }

    /// <summary>Where it is looked for, at least one.</summary>
    public required IReadOnlyList<string> Documents { get; init; }

    /// <summary>How many of the nearest documents to answer.</summary>
    public required int Top { get; init; }

    /// <summary>Whether the answer repeats the documents.</summary>
    public bool ReturnsDocuments { get; init; }

    /// <summary>The work behind it: the query, then the documents.</summary>
    public EmbeddingJob Job => new()
    {
        Operation = "rerank",
        Model = Model,
        Inputs = [new TextInput { Text = Query }, .. Documents.Select(document => new TextInput { Text = document })],
        Parameters = $"model[{LogText.Cut(Model)}]: documents[{Documents.Count}]: top_n[{Top}]: return_documents[{(ReturnsDocuments ? "true" : "false")}]:",
        FieldOf = i => i == 0 ? "query" : $"documents[{i - 1}]",
    };
}
