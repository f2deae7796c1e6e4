namespace Vitrine.Inference.Generation;

/// <summary>When things happened, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> values; 0 for what never happened.</summary>
/// <param name="Queued">The request was accepted.</param>
/// <param name="SlotStarted">It left the queue.</param>
/// <param name="PrefillStarted">Computation of the prompt began.</param>
/// <param name="PrefillEnded">The prompt was computed.</param>
/// <param name="FirstToken">The first token was chosen.</param>
/// <param name="LastToken">The last token was chosen.</param>
/// <param name="Finished">The slot was free again.</param>
public readonly record struct GenerationTimings(
    long Queued, long SlotStarted, long PrefillStarted, long PrefillEnded, long FirstToken, long LastToken, long Finished);
