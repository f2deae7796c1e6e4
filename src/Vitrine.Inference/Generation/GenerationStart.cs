namespace Vitrine.Inference.Generation;

/// <summary>The moment a generation or an embedding left the queue, for those who want to know it before the result says so.</summary>
/// <param name="Slot">The slot that works on it, from 0.</param>
/// <param name="SlotStarted">When it took the job, a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</param>
/// <param name="PrefillStarted">When computation of the prompt began.</param>
public readonly record struct GenerationStart(int Slot, long SlotStarted, long PrefillStarted);
