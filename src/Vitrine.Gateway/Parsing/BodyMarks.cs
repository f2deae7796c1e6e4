namespace Vitrine.Gateway.Parsing;

/// <summary>Where the body says what the gateway reads or rewrites, so that a rewritten body is the client's bytes with a few stretches exchanged.</summary>
internal readonly record struct BodyMarks
{
    /// <value>The value of <c>model</c>, quotes included.</value>
    public BodyRange Model { get; init; }

    /// <value>The value of <c>messages</c>, <c>prompt</c> or <c>input</c>; the prefix cache hashes it as it stands.</value>
    public BodyRange Prompt { get; init; }

    /// <value>The property <c>stream</c>, name and comma included; empty when absent.</value>
    public BodyRange StreamProperty { get; init; }

    /// <value>The value of <c>stream_options</c>; empty when absent.</value>
    public BodyRange StreamOptions { get; init; }

    /// <value>The value of <c>stream_options.include_usage</c>; empty when absent.</value>
    public BodyRange IncludeUsage { get; init; }

    /// <value>The value of <c>max_tokens</c>; empty when absent.</value>
    public BodyRange MaxTokens { get; init; }

    /// <value>The value of <c>max_completion_tokens</c>; empty when absent.</value>
    public BodyRange MaxCompletionTokens { get; init; }

    /// <value>The closing brace of the body: properties are added before it.</value>
    public int End { get; init; }
}
