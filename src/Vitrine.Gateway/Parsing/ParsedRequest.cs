namespace Vitrine.Gateway.Parsing;

/// <summary>
/// What the gateway knows of a request after one pass over its body. The bytes stay where they were read, in pooled memory that this owns.
/// </summary>
/// <remarks>
/// A body that the gateway does not read (a GET, a multipart form, a path that takes no JSON) is one without marks and without a model; it is
/// proxied as it stands. Routing sends a request that names no model to the only route there is, or refuses it.
/// </remarks>
internal sealed record ParsedRequest(RequestBody Body, BodyMarks Marks) : IDisposable
{
    /// <value><c>chat</c>, <c>text_completion</c>, <c>embeddings</c>, <c>responses</c>, or the path's last segment for others.</value>
    public required string OperationName { get; init; }

    /// <value>The model that the client asks for, at most 256 characters; empty when the request names none, which only paths beside the four may do.</value>
    public required string Model { get; init; }

    /// <value>Whether the client wants a stream.</value>
    public bool Stream { get; init; }

    /// <value>Whether the client itself asked for usage in the stream.</value>
    public bool WantsUsage { get; init; }

    /// <value>The client's limit on generated tokens, or null.</value>
    public long? MaxTokens { get; init; }

    /// <value>The prompt's tokens, estimated as ceil(characters / 4).</value>
    public int InputTokens { get; init; }

    /// <summary>Whether the request names a model.</summary>
    public bool NamesModel => Model.Length > 0;

    /// <summary>Whether the gateway asks the upstream for usage on its own account, so that the event which brings it is not the client's.</summary>
    public bool AddsUsage => Stream && !WantsUsage && OperationName is RequestOperation.Chat or RequestOperation.TextCompletion;

    /// <summary>The prompt as it stands in the body.</summary>
    public ReadOnlySpan<byte> Prompt => Body.Bytes.Slice(Marks.Prompt.Start, Marks.Prompt.Length);

    /// <summary>Gives the body's memory back.</summary>
    public void Dispose() => Body.Dispose();
}
