using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Telemetry.Metrics;

/// <summary>The upper bounds of a histogram, ascending, without +Inf, and the search for a value's bucket.</summary>
internal sealed class Buckets
{
    private readonly double[] _padded;

    public Buckets(ReadOnlySpan<double> bounds)
    {
        Bounds = [.. bounds];
        var width = Vector256<double>.Count;
        _padded = new double[(bounds.Length + width - 1) / width * width];
        Array.Fill(_padded, double.PositiveInfinity);
        bounds.CopyTo(_padded);
    }

    /// <summary>The bounds, in the family's unit.</summary>
    public double[] Bounds { get; }

    /// <summary>The number of buckets, the one for +Inf included.</summary>
    public int Count => Bounds.Length + 1;

    /// <summary>The first bucket whose bound is at least the value. NaN lands in the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(double value)
    {
        if (!Vector256.IsHardwareAccelerated) return ScalarIndexOf(value);
        // Bounds below the value, counted four at a time: no branch depends on the data. Padding is +Inf and never below.
        var wanted = Vector256.Create(value);
        var below = Vector256<long>.Zero;
        ref var first = ref MemoryMarshal.GetArrayDataReference(_padded);
        for (nuint i = 0; i < (nuint)_padded.Length; i += (nuint)Vector256<double>.Count)
        {
            below -= Vector256.LessThan(Vector256.LoadUnsafe(ref first, i), wanted).AsInt64();
        }

        return double.IsNaN(value) ? Bounds.Length : (int)Vector256.Sum(below);
    }

    /// <summary>The scalar twin of <see cref="IndexOf"/>.</summary>
    public int ScalarIndexOf(double value)
    {
        if (double.IsNaN(value)) return Bounds.Length;
        var index = 0;
        while (index < Bounds.Length && Bounds[index] < value) index++;
        return index;
    }
}
