namespace Vitrine.Inference.Generation;

/// <summary>
/// What one layer cost one job, over all its batches. Jobs that share a batch each count its whole time: it is what they waited for.
/// </summary>
/// <param name="PrefillAttention">Attention in the batches with the job's prompt.</param>
/// <param name="PrefillFeedForward">The feed-forward in those.</param>
/// <param name="DecodeAttention">Attention in the batches with the job's answer.</param>
/// <param name="DecodeFeedForward">The feed-forward in those.</param>
public readonly record struct LayerTimings(TimeSpan PrefillAttention, TimeSpan PrefillFeedForward, TimeSpan DecodeAttention, TimeSpan DecodeFeedForward);
