using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Vitrine.Gateway.Scheduling.Prefixes;

/// <summary>
/// Hashes a prompt in blocks, each chained to the one before it and the first to the model: equal hashes mean equal prompts up to there.
/// 64 × 64 bit products of 64 bytes at a time folded to 64 bits, as in wyhash; it need not resist an attacker, for a collision costs a cache miss.
/// </summary>
internal static class PromptHash
{
    /// <summary>Bytes of a block, and what larger blocks are a multiple of.</summary>
    public const int BlockBytes = 64;

    /// <summary>Most blocks of a prompt: what follows its first 8 KB seldom decides.</summary>
    public const int MostBlocks = 128;

    private const ulong K0 = 0xA0761D6478BD642F, K1 = 0xE7037ED1A0B428DB, K2 = 0x8EBC6AF09C88C6E3, K3 = 0x589965CC75374CC3;

    /// <summary>The chain of a prompt's blocks; none is 0, and a rest shorter than a block is left out.</summary>
    public static ulong[] Blocks(string model, ReadOnlySpan<byte> prompt, int blockBytes = BlockBytes, int mostBlocks = MostBlocks)
    {
        var count = Math.Min(prompt.Length / blockBytes, mostBlocks);
        if (count == 0) return [];
        var hashes = new ulong[count];
        var hash = Seed(model);
        for (var i = 0; i < count; i++)
        {
            for (var block = prompt.Slice(i * blockBytes, blockBytes); !block.IsEmpty; block = block[BlockBytes..]) hash = Piece(hash, block);
            hashes[i] = hash;
        }

        return hashes;
    }

    private static ulong Seed(string model)
    {
        var hash = K3 ^ (ulong)model.Length;
        foreach (var letter in model) hash = Mix(hash ^ letter, K0);
        return hash;
    }

    private static ulong Piece(ulong hash, ReadOnlySpan<byte> block)
    {
        var a = Mix(Word(block, 0) ^ K0, Word(block, 1) ^ hash);
        var b = Mix(Word(block, 2) ^ K1, Word(block, 3) ^ hash);
        var c = Mix(Word(block, 4) ^ K2, Word(block, 5) ^ hash);
        var d = Mix(Word(block, 6) ^ K3, Word(block, 7) ^ hash);
        var mixed = Mix(a ^ c ^ K1, b ^ d ^ hash);
        return mixed == 0 ? K0 : mixed;
    }

    private static ulong Word(ReadOnlySpan<byte> block, int index) => BinaryPrimitives.ReadUInt64LittleEndian(block[(index * sizeof(ulong))..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;
}
