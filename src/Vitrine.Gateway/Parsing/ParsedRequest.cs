namespace Vitrine.Gateway.Parsing;

/// <summary>
/// What the gateway knows of a body after one pass over it. The bytes stay where they were read, in pooled memory that this owns.
/// </summary>
internal sealed record ParsedRequest(RequestBody Body, BodyMarks Marks) : IDisposable
{
    /// <value><c>chat</c>, <c>text_completion</c>, <c>embeddings</c>, <c>responses</c>, or the path's last segment for others.</value>
    public required string OperationName { get; init; }

    /// <value>The model that the client asks for.</value>
    public required string Model { get; init; }

    /// <value>Whether the client wants a stream.</value>
    public bool Stream { get; init; }

    /// <value>Whether the client itself asked for usage in the stream.</value>
    public bool WantsUsage { get; init; }

    /// <value>The client's limit on generated tokens, or null.</value>
    public long? MaxTokens { get; init; }

    /// <value>The prompt's tokens, estimated as ceil(characters / 4).</value>
    public int InputTokens { get; init; }

    /// <summary>The prompt as it stands in the body.</summary>
    public ReadOnlySpan<byte> Prompt => Body.Bytes.Slice(Marks.Prompt.Start, Marks.Prompt.Length);

    /// <summary>Gives the body's memory back.</summary>
    public void Dispose() => Body.Dispose();
}
