using System.Numerics.Tensors;

namespace Vitrine.Inference.Sampling;

/// <summary>
/// Chooses the next token: repetition penalty, then top-k, temperature, top-p, min-p, then a draw. Every step is deterministic, so a seed gives the same tokens for the
/// same logits. Holds its buffers; allocates nothing per token. One per slot, not thread-safe.
/// </summary>
internal sealed class Sampler
{
    private readonly float[] _probabilities;
    private readonly int[] _ids;
    private readonly RecentTokens _recent;
    private SplitMix64 _random;
    private SamplingOptions _options = new();

    public Sampler(int vocabulary)
    {
        _probabilities = new float[vocabulary];
        _ids = new int[vocabulary];
        _recent = new RecentTokens(vocabulary);
    }

    /// <summary>Starts a generation behind <paramref name="prompt"/>. <paramref name="seed"/> is used when the options carry none.</summary>
    public void Reset(SamplingOptions options, ulong seed, ReadOnlySpan<int> prompt)
    {
        _options = options;
        _recent.Reset(prompt);
        _random = new SplitMix64(options.Seed ?? seed);
    }

    /// <summary>The next token for one row of logits.</summary>
    public int Sample(ReadOnlySpan<float> logits)
    {
        if (_options.RepetitionPenalty != 1) logits = _recent.Penalise(logits, _options.RepetitionPenalty);
        int token = Choose(logits);
        _recent.Add(token);
        return token;
    }

    private int Choose(ReadOnlySpan<float> logits)
    {
        if (_options.Temperature == 0 || _options.TopK == 1) return TensorPrimitives.IndexOfMax(logits);

        int count = _options.TopK > 0 && _options.TopK < logits.Length ? KeepLargest(logits, _options.TopK) : KeepAll(logits);
        Span<float> probabilities = _probabilities.AsSpan(0, count);
        Span<int> ids = _ids.AsSpan(0, count);
        float peak = TensorPrimitives.Max(probabilities);
        TensorPrimitives.Subtract(probabilities, peak, probabilities);
        TensorPrimitives.Divide(probabilities, _options.Temperature, probabilities);
        TensorPrimitives.Exp(probabilities, probabilities);

        float total = TensorPrimitives.Sum(probabilities);
        if (_options.TopP < 1) total = KeepNucleus(ref probabilities, ids, total);
        if (_options.MinP > 0) total = KeepLikely(ref probabilities, ids);
        return ids[Draw(probabilities, total)];
    }

    /// <summary>Cuts behind the likeliest tokens whose sum reaches top-p; returns that sum.</summary>
    private float KeepNucleus(ref Span<float> probabilities, Span<int> ids, float total)
    {
        probabilities.Sort(ids[..probabilities.Length], Descending.Instance);
        float sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i];
            if (sum < _options.TopP * total) continue;
            probabilities = probabilities[..(i + 1)];
            break;
        }

        return sum;
    }

    /// <summary>Drops what is less likely than min-p times the likeliest, in place; returns the sum of the rest.</summary>
    private float KeepLikely(ref Span<float> probabilities, Span<int> ids)
    {
        // The likeliest is 1 here, and temperature t made every ratio r to r^(1/t): the same power makes min-p a limit from before temperature,
        // where llama.cpp applies it. Top-p has cut already, so that it saw the whole distribution, as in llama.cpp.
        float limit = MathF.Pow(_options.MinP, 1 / _options.Temperature);
        float sum = 0;
        int kept = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] < limit) continue;
            sum += probabilities[kept] = probabilities[i];
            ids[kept++] = ids[i];
        }

        probabilities = probabilities[..kept];
        return sum;
    }

    private int Draw(ReadOnlySpan<float> probabilities, float total)
    {
        double left = _random.NextDouble() * total;
        for (int i = 0; i < probabilities.Length - 1; i++)
        {
            left -= probabilities[i];
            if (left < 0) return i;
        }

        return probabilities.Length - 1;
    }

    private int KeepAll(ReadOnlySpan<float> logits)
    {
        logits.CopyTo(_probabilities);
        for (int i = 0; i < logits.Length; i++) _ids[i] = i;
        return logits.Length;
    }

    /// <summary>Keeps the <paramref name="k"/> largest logits in a heap with the smallest on top.</summary>
    private int KeepLargest(ReadOnlySpan<float> logits, int k)
    {
        for (int id = 0; id < k; id++)
        {
            _probabilities[id] = logits[id];
            _ids[id] = id;
        }

        for (int node = (k / 2) - 1; node >= 0; node--) Sink(node, k);
        for (int id = k; id < logits.Length; id++)
        {
            if (logits[id] <= _probabilities[0]) continue;
            _probabilities[0] = logits[id];
            _ids[0] = id;
            Sink(0, k);
        }

        return k;
    }

    private void Sink(int node, int count)
    {
        while (true)
        {
            int smallest = node;
            int left = (2 * node) + 1;
            if (left < count && _probabilities[left] < _probabilities[smallest]) smallest = left;
            if (left + 1 < count && _probabilities[left + 1] < _probabilities[smallest]) smallest = left + 1;
            if (smallest == node) return;
            (_probabilities[node], _probabilities[smallest]) = (_probabilities[smallest], _probabilities[node]);
            (_ids[node], _ids[smallest]) = (_ids[smallest], _ids[node]);
            node = smallest;
        }
    }

    private sealed class Descending : IComparer<float>
    {
        public static readonly Descending Instance = new();

        public int Compare(float x, float y) => y.CompareTo(x);
    }
}
