using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>The numbers of one series: a few words in a chunk that it shares with its neighbours, or alone.</summary>
/// <param name="chunk">Never moves to another array; a <see cref="WordStore"/> made it.</param>
/// <param name="start">Where this series begins.</param>
internal readonly struct Words(long[] chunk, int start)
{
    /// <summary>One of the words. Several threads write it: use <see cref="Volatile"/> and <see cref="Interlocked"/>.</summary>
    public ref long this[int word]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref chunk[start + word];
    }

    /// <summary>Words of a cell that no page shows.</summary>
    public static Words Alone(int count) => new WordStore(count, rows: 1).Add();
}
