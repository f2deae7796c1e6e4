using System.Threading.Channels;
using Vitrine.Inference.Generation;

namespace Vitrine.ModelServer.Models;

/// <summary>An accepted request, as <see cref="TextGeneration"/> describes it: outcomes and timings are values, nothing here throws.</summary>
internal interface IGeneration
{
    /// <summary>Tokens of the prompt.</summary>
    int PromptTokens { get; }

    /// <summary>When it entered the queue, a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    long QueuedTimestamp { get; }

    /// <summary>When the prompt was computed; known to whoever has read an event.</summary>
    long PrefillEndedTimestamp { get; }

    /// <summary>The tokens as they come. One reader.</summary>
    ChannelReader<TokenEvent> Events { get; }

    /// <summary>When a slot began with it, or null when none ever did.</summary>
    Task<GenerationStart?> GetStartAsync();

    /// <summary>How it went, once the slot is free again.</summary>
    Task<GenerationResult> GetResultAsync();
}
