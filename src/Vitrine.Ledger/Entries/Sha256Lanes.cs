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

    // The padding of a message takes one block or two.
    private const int TailBytes = 2 * BlockBytes;

    private static readonly uint[] s_rounds =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static readonly uint[] s_initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    /// <summary>Whether this processor has lanes of its own; otherwise one message after the other is faster.</summary>
    public static bool IsSupported => Avx512BW.IsSupported;

    /// <summary>Hashes messages.</summary>
    /// <param name="memory">Where they lie.</param>
    /// <param name="messages">Their places, at most <see cref="Count"/>.</param>
    /// <param name="hashes">As many hashes.</param>
    public static void Hash(ReadOnlySpan<byte> memory, ReadOnlySpan<Range> messages, Span<EntryHash> hashes)
    {
        var tails = stackalloc byte[Count * TailBytes];
        var lanes = stackalloc Lane[Count];
        var most = 0;
        fixed (byte* start = memory)
        {
            for (var i = 0; i < messages.Length; i++)
            {
                var (offset, length) = messages[i].GetOffsetAndLength(memory.Length);
                lanes[i] = Lane.Of(start + offset, length, tails + (i * TailBytes));
                most = Math.Max(most, lanes[i].Blocks);
            }

            // Lanes that nobody asked for hash what the first one does.
            for (var i = messages.Length; i < Count; i++) lanes[i] = lanes[0];
            var state = stackalloc Vector512<uint>[8];
            for (var i = 0; i < 8; i++) state[i] = Vector512.Create(s_initial[i]);
            var blocks = stackalloc uint[Count];
            for (var i = 0; i < Count; i++) blocks[i] = (uint)lanes[i].Blocks;
            for (var block = 0; block < most; block++) Compress(lanes, block, state, Vector512.GreaterThan(Vector512.Load(blocks), Vector512.Create((uint)block)));
            Store(state, hashes[..messages.Length]);
        }
    }

    private static void Compress(Lane* lanes, int block, Vector512<uint>* state, Vector512<uint> isLive)
    {
        var words = stackalloc Vector512<uint>[16];
        for (var i = 0; i < Count; i++) words[i] = Vector512.Load((uint*)lanes[i].Block(block));

        Transpose(words);
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        fixed (uint* rounds = s_rounds)
        {
            for (var i = 0; i < 16; i += 8)
            {
                Round(a, b, c, ref d, e, f, g, ref h, words[i] + Vector512.Create(rounds[i]));
                Round(h, a, b, ref c, d, e, f, ref g, words[i + 1] + Vector512.Create(rounds[i + 1]));
                Round(g, h, a, ref b, c, d, e, ref f, words[i + 2] + Vector512.Create(rounds[i + 2]));
                Round(f, g, h, ref a, b, c, d, ref e, words[i + 3] + Vector512.Create(rounds[i + 3]));
                Round(e, f, g, ref h, a, b, c, ref d, words[i + 4] + Vector512.Create(rounds[i + 4]));
                Round(d, e, f, ref g, h, a, b, ref c, words[i + 5] + Vector512.Create(rounds[i + 5]));
                Round(c, d, e, ref f, g, h, a, ref b, words[i + 6] + Vector512.Create(rounds[i + 6]));
                Round(b, c, d, ref e, f, g, h, ref a, words[i + 7] + Vector512.Create(rounds[i + 7]));
            }

            for (var i = 16; i < 64; i += 8)
            {
                Round(a, b, c, ref d, e, f, g, ref h, Word(words, i) + Vector512.Create(rounds[i]));
                Round(h, a, b, ref c, d, e, f, ref g, Word(words, i + 1) + Vector512.Create(rounds[i + 1]));
                Round(g, h, a, ref b, c, d, e, ref f, Word(words, i + 2) + Vector512.Create(rounds[i + 2]));
                Round(f, g, h, ref a, b, c, d, ref e, Word(words, i + 3) + Vector512.Create(rounds[i + 3]));
                Round(e, f, g, ref h, a, b, c, ref d, Word(words, i + 4) + Vector512.Create(rounds[i + 4]));
                Round(d, e, f, ref g, h, a, b, ref c, Word(words, i + 5) + Vector512.Create(rounds[i + 5]));
                Round(c, d, e, ref f, g, h, a, ref b, Word(words, i + 6) + Vector512.Create(rounds[i + 6]));
                Round(b, c, d, ref e, f, g, h, ref a, Word(words, i + 7) + Vector512.Create(rounds[i + 7]));
            }
        }

        // A message that has ended keeps its hash.
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

    /// <summary>The word of a round: the message's own, then one made of four before it and kept in the oldest one's place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Word(Vector512<uint>* words, int round)
    {
        var (two, fifteen) = (words[(round - 2) & 15], words[(round - 15) & 15]);
        return words[round & 15] += words[(round - 7) & 15]
            + Avx512F.TernaryLogic(Avx512F.RotateRight(two, 17), Avx512F.RotateRight(two, 19), two >>> 10, 0x96)
            + Avx512F.TernaryLogic(Avx512F.RotateRight(fifteen, 7), Avx512F.RotateRight(fifteen, 18), fifteen >>> 3, 0x96);
    }

    /// <summary>Sixteen rows of a message each become sixteen rows of a word each, in the processor's byte order.</summary>
    private static void Transpose(Vector512<uint>* rows)
    {
        var swap = Vector512.Create(0x0405060700010203ul, 0x0C0D0E0F08090A0Bul, 0x0405060700010203ul, 0x0C0D0E0F08090A0Bul, 0x0405060700010203ul, 0x0C0D0E0F08090A0Bul, 0x0405060700010203ul, 0x0C0D0E0F08090A0Bul).AsByte();
        var quads = stackalloc Vector512<uint>[16];
        for (var i = 0; i < 16; i += 4)
        {
            var (low, high) = (Avx512F.UnpackLow(rows[i], rows[i + 1]).AsUInt64(), Avx512F.UnpackHigh(rows[i], rows[i + 1]).AsUInt64());
            var (otherLow, otherHigh) = (Avx512F.UnpackLow(rows[i + 2], rows[i + 3]).AsUInt64(), Avx512F.UnpackHigh(rows[i + 2], rows[i + 3]).AsUInt64());
            quads[i] = Avx512F.UnpackLow(low, otherLow).AsUInt32();
            quads[i + 1] = Avx512F.UnpackHigh(low, otherLow).AsUInt32();
            quads[i + 2] = Avx512F.UnpackLow(high, otherHigh).AsUInt32();
            quads[i + 3] = Avx512F.UnpackHigh(high, otherHigh).AsUInt32();
        }

        // Each quad holds words k, k + 4, k + 8, k + 12 of four messages, in its four parts.
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

    private static void Store(Vector512<uint>* state, Span<EntryHash> hashes)
    {
        var words = (uint*)state;
        for (var lane = 0; lane < hashes.Length; lane++)
        {
            Span<byte> hash = hashes[lane];
            for (var i = 0; i < 8; i++) BinaryPrimitives.WriteUInt32BigEndian(hash[(4 * i)..], words[(Count * i) + lane]);
        }
    }

    /// <summary>One message: its whole blocks where they lie, its end and the padding in a place of their own.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Lane
    {
        private byte* _message;
        private byte* _tail;
        private int _wholeBlocks;

        /// <summary>Blocks, padding included.</summary>
        public int Blocks { get; private set; }

        public static Lane Of(byte* message, int length, byte* tail)
        {
            var wholeBlocks = length / BlockBytes;
            var rest = length - (wholeBlocks * BlockBytes);
            var tailBlocks = rest + 1 + sizeof(ulong) > BlockBytes ? 2 : 1;
            var bytes = new Span<byte>(tail, tailBlocks * BlockBytes);
            new ReadOnlySpan<byte>(message + length - rest, rest).CopyTo(bytes);
            bytes[rest] = 0x80;
            bytes[(rest + 1)..].Clear();
            BinaryPrimitives.WriteUInt64BigEndian(bytes[^sizeof(ulong)..], (ulong)length * 8);
            return new Lane { _message = message, _tail = tail, _wholeBlocks = wholeBlocks, Blocks = wholeBlocks + tailBlocks };
        }

        /// <summary>A block; behind the last one, any that may be read.</summary>
        public readonly byte* Block(int block) =>
            block < _wholeBlocks ? _message + ((long)block * BlockBytes) : _tail + (Math.Min(block, Blocks - 1) - _wholeBlocks) * BlockBytes;
    }
}
