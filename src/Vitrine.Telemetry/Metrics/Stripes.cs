using System.Numerics;
using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>Which stripe of a contended cell a thread takes.</summary>
/// <remarks>
/// A thread is known by where its stack lies. Asking for its id or its processor, or keeping a number in a thread static, costs as much as the
/// addition itself, and on two threads up to twice that. Two threads may fall on one stripe: whoever loses a race there advances the cell's
/// turn, which deals all threads anew, until those that are hot together stand apart or <see cref="LastTurn"/> is reached.
/// </remarks>
internal static class Stripes
{
    /// <summary>Where a cell stops dealing anew: with more threads than stripes it would never end.</summary>
    public const int LastTurn = 32;

    // Stacks are further apart than this many bits of address, and calls within one stack rarely cross such a bound.
    private const int StackBits = 16;
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Two per processor, at most sixteen; a power of two.</summary>
    public static readonly int Count = Math.Min(16, 2 * (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    /// <summary>The stripe of this thread.</summary>
    /// <param name="turn">How often the cell has dealt anew.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe int Of(int turn)
    {
        byte here;
        var stack = (ulong)&here >> StackBits;
        return (int)BitOperations.RotateLeft(stack * Golden, turn) & (Count - 1);
    }
}
