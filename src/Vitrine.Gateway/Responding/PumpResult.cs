namespace Vitrine.Gateway.Responding;

/// <summary>What the copying of an answer came to. Times are <see cref="TimeProvider.GetTimestamp"/>, 0 for what never came.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Bytes">Bytes read from the upstream.</param>
/// <param name="FirstByteAt">When the body's first byte came.</param>
/// <param name="FirstTokenAt">When the first piece of the answer that is not empty came; of a body that is no stream it is not known.</param>
/// <param name="LastTokenAt">When the last one came.</param>
/// <param name="LastByteAt">When the upstream's last byte came, or it broke off.</param>
/// <param name="Failure">What broke off, or null.</param>
internal readonly record struct PumpResult(PumpOutcome Outcome, long Bytes, long FirstByteAt, long FirstTokenAt, long LastTokenAt, long LastByteAt, Exception? Failure);
