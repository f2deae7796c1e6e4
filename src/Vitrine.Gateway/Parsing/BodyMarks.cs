namespace Vitrine.Gateway.Parsing;

/// <summary>
/// Where the body says what the gateway reads or rewrites, so that a rewritten body is the client's bytes with a few values exchanged. Every
/// range is a value, quotes and brackets included; of a key that comes twice it is the last one, which is the one that parsers keep.
/// </summary>
internal readonly record struct BodyMarks
{
    /// <value>The value of <c>model</c>.</value>
    public BodyRange Model { get; init; }

    /// <value>The value of <c>messages</c>, <c>prompt</c> or <c>input</c>; the prefix cache hashes it as it stands.</value>
    public BodyRange Prompt { get; init; }

    /// <value>The value of <c>stream</c>; empty when absent.</value>
    public BodyRange Stream { get; init; }

    /// <value>The value of <c>stream_options</c>; empty when absent.</value>
    public BodyRange StreamOptions { get; init; }

    /// <value>The value of <c>stream_options.include_usage</c>; empty when absent.</value>
    public BodyRange IncludeUsage { get; init; }

    /// <value>The value of <c>max_tokens</c>; empty when absent.</value>
    public BodyRange MaxTokens { get; init; }

    /// <value>The value of <c>max_completion_tokens</c>; empty when absent.</value>
    public BodyRange MaxCompletionTokens { get; init; }

    /// <value>The value of <c>max_output_tokens</c>, the limit's name in /v1/responses; empty when absent.</value>
    public BodyRange MaxOutputTokens { get; init; }

    /// <value>The closing brace of the body, before which properties are added; 0 for a body that was not read as JSON.</value>
    public int End { get; init; }

    /// <value>Whether the body has any property, so that an added one needs a comma.</value>
    public bool HasProperties { get; init; }
}
