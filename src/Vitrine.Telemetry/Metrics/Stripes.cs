using System.Numerics;

namespace Vitrine.Telemetry.Metrics;

/// <summary>How wide a contended cell grows: one stripe per processor, at most eight.</summary>
internal static class Stripes
{
    /// <summary>A power of two.</summary>
    public static readonly int Count = Math.Min(8, (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    /// <summary>The stripe of the processor that runs this thread now.</summary>
    public static int Current => Thread.GetCurrentProcessorId() & (Count - 1);
}
