using System.Buffers;

namespace Vitrine.Web.Upstream;

/// <summary>What the events of one answer said: the texts of the newest, and everything else as it was said last. Reused from event to event.</summary>
internal sealed class AnswerChunk
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _reasoning = new();

    /// <summary>The newest piece of the answer, UTF-8; valid until the next event is read.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>The newest piece of what the model thinks before it answers, UTF-8; valid until the next event is read.</summary>
    public ReadOnlySpan<byte> Reasoning => _reasoning.WrittenSpan;

    /// <summary>Events that brought text or reasoning: an estimate of tokens.</summary>
    public int Pieces { get; set; }

    /// <summary>The id of the answer, or null.</summary>
    public string? Id { get; set; }

    /// <summary>The model that answers, by its own name, or null.</summary>
    public string? Model { get; set; }

    /// <summary>Why the answer ended, or null while it runs.</summary>
    public string? FinishReason { get; set; }

    /// <summary>Tokens of the prompt as the upstream counted them, or null.</summary>
    public long? InputTokens { get; set; }

    /// <summary>Generated tokens as the upstream counted them, reasoning included, or null.</summary>
    public long? OutputTokens { get; set; }

    /// <summary>Generated tokens that were reasoning, or null.</summary>
    public long? ReasoningTokens { get; set; }

    /// <summary>Time the engine spent on the prompt, or null when the upstream does not tell.</summary>
    public TimeSpan? PromptTime { get; set; }

    /// <summary>Tokens per second as the engine measured them, or null.</summary>
    public double? TokensPerSecond { get; set; }

    /// <summary>Whether the stream says of itself that it failed.</summary>
    public bool HasError { get; set; }

    /// <summary>Where the next piece of text is written.</summary>
    public IBufferWriter<byte> TextWriter => _text;

    /// <summary>Where the next piece of reasoning is written.</summary>
    public IBufferWriter<byte> ReasoningWriter => _reasoning;

    /// <summary>Forgets the texts; the memory stays for the next.</summary>
    public void ClearTexts()
    {
        _text.ResetWrittenCount();
        _reasoning.ResetWrittenCount();
    }
}
