namespace Vitrine.Inference.Generation;

/// <summary>A request that was not accepted, before any computation.</summary>
/// <param name="Reason">The kind.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Actual">What the request needed: prompt tokens, or waiting jobs.</param>
/// <param name="Limit">What the engine offers: positions of the context, or places in the queue.</param>
public sealed record SubmitRefusal(RefusalReason Reason, string Message, int Actual = 0, int Limit = 0)
{
    /// <summary>The options that are out of range, for <see cref="RefusalReason.InvalidOptions"/>.</summary>
    public IReadOnlyList<InvalidValue> InvalidValues { get; init; } = [];
}
