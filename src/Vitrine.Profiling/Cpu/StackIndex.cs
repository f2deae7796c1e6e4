using System.Runtime.InteropServices;

namespace Vitrine.Profiling.Cpu;

/// <summary>Numbers for stacks: those of waiting threads come again with every tick.</summary>
internal sealed class StackIndex
{
    private readonly Dictionary<ulong[], int> _numbers = new(StackComparer.Instance);
    private readonly List<ulong[]> _stacks = [];

    /// <summary>The stack of a number.</summary>
    public ReadOnlySpan<ulong> this[int number] => _stacks[number];

    /// <summary>The number of a stack. Allocates for a new one only.</summary>
    public int Of(ReadOnlySpan<ulong> stack)
    {
        var numbers = _numbers.GetAlternateLookup<ReadOnlySpan<ulong>>();
        if (numbers.TryGetValue(stack, out var number)) return number;
        number = _stacks.Count;
        _stacks.Add(stack.ToArray());
        _numbers.Add(_stacks[number], number);
        return number;
    }

    private sealed class StackComparer : IEqualityComparer<ulong[]>, IAlternateEqualityComparer<ReadOnlySpan<ulong>, ulong[]>
    {
        public static readonly StackComparer Instance = new();

        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ulong[] stack) => GetHashCode(stack.AsSpan());

        public bool Equals(ReadOnlySpan<ulong> alternate, ulong[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<ulong> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public ulong[] Create(ReadOnlySpan<ulong> alternate) => alternate.ToArray();
    }
}
