using System.Runtime.InteropServices;

namespace Vitrine.Profiling.Pprof;

/// <summary>Samples added up by stack and labels: a capture keeps what is distinct, not what is frequent.</summary>
internal sealed class SampleTable(int valueCount)
{
    private readonly Dictionary<SampleKey, long[]> _samples = new(SampleComparer.Instance);

    /// <summary>The distinct stacks with their sums.</summary>
    public IReadOnlyDictionary<SampleKey, long[]> Samples => _samples;

    /// <summary>Adds values to a stack. Nothing is allocated for a stack that is known already.</summary>
    public void Add(ReadOnlySpan<ulong> stack, ReadOnlySpan<long> values, ReadOnlySpan<ProfileLabel> labels)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_samples.GetAlternateLookup<SampleSpan>(), new SampleSpan(stack, labels), out _);
        sums ??= new long[valueCount];
        for (var i = 0; i < values.Length; i++) sums[i] += values[i];
    }

    /// <summary>What a sample is known by.</summary>
    internal sealed record SampleKey(ulong[] Stack, ProfileLabel[] Labels);

    private readonly ref struct SampleSpan(ReadOnlySpan<ulong> stack, ReadOnlySpan<ProfileLabel> labels)
    {
        public readonly ReadOnlySpan<ulong> Stack = stack;
        public readonly ReadOnlySpan<ProfileLabel> Labels = labels;
    }

    private sealed class SampleComparer : IEqualityComparer<SampleKey>, IAlternateEqualityComparer<SampleSpan, SampleKey>
    {
        public static readonly SampleComparer Instance = new();

        public bool Equals(SampleKey? x, SampleKey? y) => x is not null && y is not null && Equals(new SampleSpan(x.Stack, x.Labels), y);

        public int GetHashCode(SampleKey key) => GetHashCode(new SampleSpan(key.Stack, key.Labels));

        public bool Equals(SampleSpan alternate, SampleKey other) => alternate.Stack.SequenceEqual(other.Stack) && alternate.Labels.SequenceEqual(other.Labels);

        public int GetHashCode(SampleSpan alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(alternate.Stack));
            foreach (var label in alternate.Labels) hash.Add(label);
            return hash.ToHashCode();
        }

        public SampleKey Create(SampleSpan alternate) => new(alternate.Stack.ToArray(), alternate.Labels.ToArray());
    }
}
