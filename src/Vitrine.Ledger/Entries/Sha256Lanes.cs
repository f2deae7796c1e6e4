using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Ledger.Entries;

/// <summary>
/// SHA-256 (FIPS 180-4) of sixteen messages at once, one in each lane of a vector: what a log's chain can be checked with, for each entry carries the hash before it.
/// Several times as fast as one after the other for messages of some hundred bytes, of which a call into the system's library takes most.
/// </summary>
internal static unsafe class Sha256Lanes
{
    /// <summary>Messages at once.</summary>
    public const int Count = 16;

    private const int BlockBytes = 64;
    private const int LengthBytes = sizeof(ulong);

    private static ReadOnlySpan<uint> Rounds =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static ReadOnlySpan<uint> Initial => [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    /// <summary>Whether this processor has lanes of its own; otherwise one message after the other is faster.</summary>
    public static bool IsSupported => Avx512BW.IsSupported;

    /// <summary>Hashes messages.</summary>
    /// <param name="memory">Where they lie.</param>
    /// <param name="messages">Their places, at most <see cref="Count"/>.</param>
    /// <param name="hashes">As many hashes.</param>
    [SkipLocalsInit]
    public static void Hash(ReadOnlySpan<byte> memory, ReadOnlySpan<Range> messages, Span<EntryHash> hashes)
    {
        var starts = stackalloc byte*[Count];
        var lengths = stackalloc int[Count];
        // Vectors that cross cache lines cost twice, and a stack is aligned to less.
        var room = stackalloc byte[(3 * Count + 1) * sizeof(Vector512<uint>)];
        var rows = (Vector512<uint>*)(((nuint)room + 63) & ~(nuint)63);
        var state = rows + (2 * Count);
        for (var i = 0; i < 8; i++) state[i] = Vector512.Create(Initial[i]);
        fixed (byte* start = memory)
        {
            var (shortest, longest) = (int.MaxValue, 0);
            for (var i = 0; i < Count; i++)
            {
                // Lanes that nobody asked for hash what the first one does.
                var (offset, length) = messages[i < messages.Length ? i : 0].GetOffsetAndLength(memory.Length);
                starts[i] = start + offset;
                lengths[i] = length;
                (shortest, longest) = (Math.Min(shortest, length), Math.Max(longest, length));
            }

            // Behind a message come a bit that is set, zeros, and its length in bits as the last two words of a block.
            var bytes = Vector512.Load(lengths).AsUInt32();
            var last = (bytes + Vector512.Create((uint)LengthBytes)) >>> 6;
            for (var (block, at) = (0u, 0); at < longest + LengthBytes + 1; block++, at += BlockBytes)
            {
                if (at + BlockBytes <= shortest) for (var i = 0; i < Count; i++) rows[i] = Vector512.Load((uint*)(starts[i] + at));
                else for (var i = 0; i < Count; i++) rows[i] = End(starts[i] + at, lengths[i] - at);
                Transpose(rows, rows + Count);
                var isLast = Vector512.Equals(last, Vector512.Create(block));
                rows[14] |= (bytes >>> 29) & isLast;
                rows[15] |= (bytes << 3) & isLast;
                // A message that has ended keeps its hash.
                Compress(rows, state, Vector512.GreaterThanOrEqual(last, Vector512.Create(block)));
            }
        }

        Transpose(state, rows);
        for (var i = 0; i < messages.Length; i++) (*(Vector256<byte>*)(state + i)).CopyTo(hashes[i]);
    }

    /// <summary>A block in which a message may end: its last bytes, the bit behind them, zeros.</summary>
    private static Vector512<uint> End(byte* block, int rest)
    {
        var (place, end) = (Vector512<sbyte>.Indices, Vector512.Create((sbyte)Math.Clamp(rest, -1, BlockBytes)));
        var bytes = Avx512BW.MaskLoad(block, Vector512.LessThan(place, end).AsByte(), Vector512<byte>.Zero);
        return (bytes | (Vector512.Equals(place, end).AsByte() & Vector512.Create((byte)0x80))).AsUInt32();
    }

    // Optimised at once: most of what there is to hash comes at the start of a process, before a method has run often enough to be compiled anew.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Vector512<uint>* words, Vector512<uint>* state, Vector512<uint> isLive)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        fixed (uint* rounds = Rounds)
        {
            for (var round = 0; round < 64; round += 8)
            {
                var word = words + (round & 15);
                var constant = rounds + round;
                if (round >= 16) Expand(words, round & 15);
                Round(a, b, c, ref d, e, f, g, ref h, word[0] + Vector512.Create(constant[0]));
                Round(h, a, b, ref c, d, e, f, ref g, word[1] + Vector512.Create(constant[1]));
                Round(g, h, a, ref b, c, d, e, ref f, word[2] + Vector512.Create(constant[2]));
                Round(f, g, h, ref a, b, c, d, ref e, word[3] + Vector512.Create(constant[3]));
                Round(e, f, g, ref h, a, b, c, ref d, word[4] + Vector512.Create(constant[4]));
                Round(d, e, f, ref g, h, a, b, ref c, word[5] + Vector512.Create(constant[5]));
                Round(c, d, e, ref f, g, h, a, ref b, word[6] + Vector512.Create(constant[6]));
                Round(b, c, d, ref e, f, g, h, ref a, word[7] + Vector512.Create(constant[7]));
            }
        }

        state[0] += a & isLive;
        state[1] += b & isLive;
        state[2] += c & isLive;
        state[3] += d & isLive;
        state[4] += e & isLive;
        state[5] += f & isLive;
        state[6] += g & isLive;
        state[7] += h & isLive;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, ref Vector512<uint> d, Vector512<uint> e, Vector512<uint> f, Vector512<uint> g, ref Vector512<uint> h, Vector512<uint> word)
    {
        // The truth tables: CA is e ? f : g, E8 the majority, 96 the parity.
        var chosen = Avx512F.TernaryLogic(e, f, g, 0xCA);
        var first = h + word + chosen + Avx512F.TernaryLogic(Avx512F.RotateRight(e, 6), Avx512F.RotateRight(e, 11), Avx512F.RotateRight(e, 25), 0x96);
        d += first;
        h = first + Avx512F.TernaryLogic(a, b, c, 0xE8) + Avx512F.TernaryLogic(Avx512F.RotateRight(a, 2), Avx512F.RotateRight(a, 13), Avx512F.RotateRight(a, 22), 0x96);
    }

    /// <summary>The words of eight rounds behind the message's own: each is made of four before it and kept in the oldest one's place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(Vector512<uint>* words, int from)
    {
        for (var i = from; i < from + 8; i++)
        {
            var (two, fifteen) = (words[(i + 14) & 15], words[(i + 1) & 15]);
            words[i] += words[(i + 9) & 15]
                + Avx512F.TernaryLogic(Avx512F.RotateRight(two, 17), Avx512F.RotateRight(two, 19), two >>> 10, 0x96)
                + Avx512F.TernaryLogic(Avx512F.RotateRight(fifteen, 7), Avx512F.RotateRight(fifteen, 18), fifteen >>> 3, 0x96);
        }
    }

    /// <summary>Sixteen rows become sixteen columns, each word in the other byte order: messages become words of all lanes, and words of all lanes hashes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(Vector512<uint>* rows, Vector512<uint>* quads)
    {
        var swap = Vector512.Create(0x0405060700010203ul, 0x0C0D0E0F08090A0Bul, 0x0405060700010203ul, 0x0C0D0E0F08090A0Bul, 0x0405060700010203ul, 0x0C0D0E0F08090A0Bul, 0x0405060700010203ul, 0x0C0D0E0F08090A0Bul).AsByte();
        for (var i = 0; i < 16; i += 4)
        {
            var (low, high) = (Avx512F.UnpackLow(rows[i], rows[i + 1]).AsUInt64(), Avx512F.UnpackHigh(rows[i], rows[i + 1]).AsUInt64());
            var (otherLow, otherHigh) = (Avx512F.UnpackLow(rows[i + 2], rows[i + 3]).AsUInt64(), Avx512F.UnpackHigh(rows[i + 2], rows[i + 3]).AsUInt64());
            quads[i] = Avx512F.UnpackLow(low, otherLow).AsUInt32();
            quads[i + 1] = Avx512F.UnpackHigh(low, otherLow).AsUInt32();
            quads[i + 2] = Avx512F.UnpackLow(high, otherHigh).AsUInt32();
            quads[i + 3] = Avx512F.UnpackHigh(high, otherHigh).AsUInt32();
        }

        // Each quad holds words k, k + 4, k + 8, k + 12 of four rows, in its four parts.
        for (var k = 0; k < 4; k++)
        {
            var (evenFirst, oddFirst) = (Avx512F.Shuffle4x128(quads[k], quads[k + 4], 0x88), Avx512F.Shuffle4x128(quads[k], quads[k + 4], 0xDD));
            var (evenSecond, oddSecond) = (Avx512F.Shuffle4x128(quads[k + 8], quads[k + 12], 0x88), Avx512F.Shuffle4x128(quads[k + 8], quads[k + 12], 0xDD));
            rows[k] = Swapped(Avx512F.Shuffle4x128(evenFirst, evenSecond, 0x88));
            rows[k + 8] = Swapped(Avx512F.Shuffle4x128(evenFirst, evenSecond, 0xDD));
            rows[k + 4] = Swapped(Avx512F.Shuffle4x128(oddFirst, oddSecond, 0x88));
            rows[k + 12] = Swapped(Avx512F.Shuffle4x128(oddFirst, oddSecond, 0xDD));
        }

        Vector512<uint> Swapped(Vector512<uint> words) => Avx512BW.Shuffle(words.AsByte(), swap).AsUInt32();
    }
}
