using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Ledger.Entries;

/// <summary>A link of the chain: SHA-256 of the link before it and of an entry. 32 bytes by value; 64 lowercase hexadecimal digits as text.</summary>
[InlineArray(Size)]
public struct EntryHash : IEquatable<EntryHash>
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    private byte _first;

    /// <summary>The link before the first entry: all zero.</summary>
    public static EntryHash Zero => default;

    /// <summary>The bytes.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => MemoryMarshal.CreateReadOnlySpan(in _first, Size);

    /// <summary>Takes 32 bytes.</summary>
    public static EntryHash Of(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        var hash = default(EntryHash);
        bytes.CopyTo(hash);
        return hash;
    }

    /// <summary>Reads 64 hexadecimal digits of either case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EntryHash hash)
    {
        hash = default;
        return text.Length == 2 * Size && Convert.FromHexString(text, hash, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    public static bool operator ==(EntryHash left, EntryHash right) => left.Equals(right);

    public static bool operator !=(EntryHash left, EntryHash right) => !left.Equals(right);

    public readonly bool Equals(EntryHash other) => Bytes.SequenceEqual(other.Bytes);

    public override readonly bool Equals(object? obj) => obj is EntryHash other && Equals(other);

    /// <summary>Its first bytes: they are as good as random.</summary>
    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(Bytes);

    public override readonly string ToString() => Convert.ToHexStringLower(Bytes);
}
