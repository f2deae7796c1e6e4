using System.Runtime.InteropServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>One stripe of a contended counter: alone on its pair of cache lines.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct Stripe
{
    /// <summary>This stripe's share of the sum.</summary>
    [FieldOffset(0)]
    public long Count;
}
