using System.Numerics.Tensors;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Llama;

/// <summary>
/// The forward pass over a batch of rows: weights are read once per batch, whatever its size. Owns the activations; allocates nothing after construction.
/// </summary>
/// <remarks>
/// Every member of the team runs <see cref="ITeamWork.Run"/> on its share and meets the others after each numbered step:
/// 1 embed; per layer 2 norm, 3 query, key and value, 4 rotate and store in the cache, 5 attend, 6 project and add, 7 norm, 8 gate and up, 9 down and add; 10 final norm, 11 logits.
/// What quantised weights are multiplied with is rounded to eight bits once, right after it was computed.
/// </remarks>
internal sealed unsafe class LlamaForward : ITeamWork, IDisposable
{
    private const int RowGrain = ComputeKernels.RowBlock;
    private readonly LlamaConfig _config;
    private readonly LlamaWeights _weights;
    private readonly ComputeKernels _kernels;
    private readonly ComputeTeam _team;
    private readonly RopeTable _rope;
    private readonly NativeFloats _hidden;
    private readonly Activations _normed;
    private readonly NativeFloats _query;
    private readonly NativeFloats _key;
    private readonly NativeFloats _value;
    private readonly Activations _attended;
    private readonly Activations _gate;
    private readonly NativeFloats _up;
    private readonly NativeFloats _logits;
    private readonly NativeFloats[] _scratch;
    private readonly NativeFloats[] _scores;
    private readonly BatchRow[] _rows;
    private readonly int[] _outputRows;
    private readonly int[] _outputOf;
    private int _count;
    private int _logitCount;
    private int _outputCount;

    /// <summary>Reserves the activations of <paramref name="batchSize"/> rows, of which at most <paramref name="maxLogitRows"/> want logits.</summary>
    public LlamaForward(LlamaConfig config, LlamaWeights weights, ComputeKernels kernels, ComputeTeam team, int contextLength, int batchSize, int maxLogitRows)
    {
        _config = config;
        _weights = weights;
        _kernels = kernels;
        _team = team;
        _rows = new BatchRow[batchSize];
        _outputRows = new int[batchSize];
        _outputOf = new int[batchSize];
        Vocabulary = weights.Output.Rows;

        _rope = new RopeTable(contextLength, config, weights.RopeFactors);
        _hidden = new NativeFloats((long)batchSize * config.EmbeddingLength);
        _normed = new Activations(batchSize, config.EmbeddingLength, weights.Packings(layer => [layer.Query, layer.Key, layer.Value, layer.Gate, layer.Up, weights.Output]));
        _query = new NativeFloats((long)batchSize * config.QueryLength);
        _key = new NativeFloats((long)batchSize * config.KvLength);
        _value = new NativeFloats((long)batchSize * config.KvLength);
        _attended = new Activations(batchSize, config.QueryLength, weights.Packings(layer => [layer.AttentionOutput]));
        _gate = new Activations(batchSize, config.FeedForwardLength, weights.Packings(layer => [layer.Down]));
        _up = new NativeFloats((long)batchSize * config.FeedForwardLength);
        _logits = new NativeFloats((long)maxLogitRows * Vocabulary);

        _scratch = new NativeFloats[team.Size];
        _scores = new NativeFloats[team.Size];
        for (int i = 0; i < team.Size; i++)
        {
            _scratch[i] = new NativeFloats(config.FeedForwardLength);
            _scores[i] = new NativeFloats(contextLength + ComputeKernels.KeyTile);
        }
    }

    /// <summary>Rows that fit in a batch.</summary>
    public int BatchSize => _rows.Length;

    /// <summary>Takes the time of every layer, when somebody asked for that; null costs nothing.</summary>
    public LayerClock? Clock { get; init; }

    /// <summary>Logits of a row.</summary>
    public int Vocabulary { get; }

    /// <summary>Computes a batch; every row then has the output that it wanted. Sequence lengths are the caller's to advance.</summary>
    public void Compute(ReadOnlySpan<BatchRow> rows)
    {
        rows.CopyTo(_rows);
        _count = rows.Length;
        _outputCount = 0;
        CollectOutputs(rows, RowOutput.Logits);
        _logitCount = _outputCount;
        CollectOutputs(rows, RowOutput.Hidden);
        _team.Run(this);
    }

    /// <summary>The logits of a row of the last batch that wanted them, until the next <see cref="Compute"/>.</summary>
    public Span<float> Logits(int row) => _logits.Slice((long)_outputOf[row] * Vocabulary, Vocabulary);

    /// <summary>The hidden state of a row of the last batch that wanted it, until the next <see cref="Compute"/>.</summary>
    public Span<float> Hidden(int row) => _normed.Slice(_outputOf[row], 0, _config.EmbeddingLength);

    void ITeamWork.Run(int member)
    {
        LayerClock? clock = member == 0 ? Clock : null;
        // Step 1: embed.
        (int begin, int end) = _team.Share(_count, member);
        for (int t = begin; t < end; t++)
            _kernels.Widen(_weights.Embedding, _rows[t].Token, _hidden.Pointer + ((long)t * _config.EmbeddingLength));

        clock?.Begin();
        for (int i = 0; i < _config.Layers; i++)
        {
            LlamaLayer layer = _weights.Layers[i];
            // Step 2: norm. The rows of a share are those that the member embedded or has waited for.
            Norm(member, layer.AttentionNorm);
            _team.Meet();
            // Step 3: query, key and value.
            Multiply(member, layer.Query, _normed, _query.Pointer);
            Multiply(member, layer.Key, _normed, _key.Pointer);
            Multiply(member, layer.Value, _normed, _value.Pointer);
            _team.Meet();
            // Step 4: rotate and store in the cache.
            RotateAndStore(member, i);
            _team.Meet();
            // Step 5: attend.
            Attend(member, i);
            MeetAndPack(member, _attended);
            // Step 6: project and add.
            Multiply(member, layer.AttentionOutput, _attended, _hidden.Pointer, accumulate: true);
            _team.Meet();
            clock?.EndAttention(i);
            // Step 7: norm.
            Norm(member, layer.FeedForwardNorm);
            _team.Meet();
            // Step 8: gate and up; both products of a row are the member's own, so the gate needs no meeting.
            Multiply(member, layer.Gate, _normed, _gate.Row(0));
            Multiply(member, layer.Up, _normed, _up.Pointer);
            ApplyGate(member);
            MeetAndPack(member, _gate);
            // Step 9: down and add.
            Multiply(member, layer.Down, _gate, _hidden.Pointer, accumulate: true);
            _team.Meet();
            clock?.EndFeedForward(i);
        }

        ComputeOutputs(member);
    }

    public void Dispose()
    {
        _rope.Dispose();
        foreach (IDisposable buffer in (ReadOnlySpan<IDisposable>)[_hidden, _normed, _query, _key, _value, _attended, _gate, _up, _logits, .. _scratch, .. _scores])
            buffer.Dispose();
    }

    private void CollectOutputs(ReadOnlySpan<BatchRow> rows, RowOutput output)
    {
        for (int t = 0; t < rows.Length; t++)
        {
            if (rows[t].Output != output) continue;
            _outputOf[t] = _outputCount;
            _outputRows[_outputCount++] = t;
        }
    }

    private void Norm(int member, in TensorView weight)
    {
        (int begin, int end) = _team.Share(_count, member);
        for (int t = begin; t < end; t++) NormRow(t, weight, t);
    }

    private void NormRow(int from, in TensorView weight, int to)
    {
        int length = _config.EmbeddingLength;
        _kernels.RmsNorm(_hidden.Pointer + ((long)from * length), (float*)weight.Pointer, _normed.Row(to), length, _config.NormEpsilon);
        _normed.Pack(to * _normed.BlocksPerRow, (to + 1) * _normed.BlocksPerRow);
    }

    /// <summary>Waits until the whole of <paramref name="x"/> is written and, where quantised weights read it, until it is packed.</summary>
    private void MeetAndPack(int member, Activations x)
    {
        _team.Meet();
        if (!x.IsPacked) return;
        (int begin, int end) = _team.Share(_count * x.BlocksPerRow, member);
        x.Pack(begin, end);
        _team.Meet();
    }

    private void Multiply(int member, in TensorView weights, Activations x, float* y, bool accumulate = false)
    {
        (int begin, int end) = _team.Share(weights.Rows, member, RowGrain);
        if (begin < end) _kernels.Multiply(weights, begin, end, x, _count, y, accumulate);
    }

    private void RotateAndStore(int member, int layer)
    {
        int headSize = _config.HeadSize;
        (int begin, int end) = _team.Share(_count, member);
        for (int t = begin; t < end; t++)
        {
            BatchRow row = _rows[t];
            float* query = _query.Pointer + ((long)t * _config.QueryLength);
            for (int h = 0; h < _config.Heads; h++) _rope.Rotate(query + (h * headSize), row.Position);
            float* key = _key.Pointer + ((long)t * _config.KvLength);
            float* value = _value.Pointer + ((long)t * _config.KvLength);
            for (int h = 0; h < _config.KvHeads; h++)
            {
                _rope.Rotate(key + (h * headSize), row.Position);
                row.Sequence.Store(layer, h, row.Position, key + (h * headSize), value + (h * headSize));
            }
        }
    }

    private void Attend(int member, int layer)
    {
        int headSize = _config.HeadSize;
        int group = _config.Heads / _config.KvHeads;
        float scale = 1f / MathF.Sqrt(headSize);
        float* scores = _scores[member].Pointer;
        // Later rows see more positions: dealing them out in turn keeps the shares equal.
        for (int item = member; item < _count * _config.Heads; item += _team.Size)
        {
            int t = item / _config.Heads;
            int head = item % _config.Heads;
            BatchRow row = _rows[t];
            int positions = row.Position + 1;
            float* query = _query.Pointer + ((long)t * _config.QueryLength) + (head * headSize);
            _kernels.AttentionScores(query, row.Sequence.Keys(layer, head / group), headSize, positions, scale, scores);
            float sum = ExponentiateScores(new Span<float>(scores, positions));
            _kernels.WeightedSum(scores, row.Sequence.Values(layer, head / group), headSize, positions, 1f / sum, _attended.Row(t) + (head * headSize));
        }
    }

    /// <summary>The numerator of softmax in place, and its denominator.</summary>
    private static float ExponentiateScores(Span<float> scores)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), scores);
        TensorPrimitives.Exp(scores, scores);
        return TensorPrimitives.Sum(scores);
    }

    /// <summary>SwiGLU: <c>gate = gate * sigmoid(gate) * up</c> on the member's own rows.</summary>
    private void ApplyGate(int member)
    {
        int length = _config.FeedForwardLength;
        (int begin, int end) = _team.Share(length, member, RowGrain);
        Span<float> sigmoid = new Span<float>(_scratch[member].Pointer, end - begin);
        for (int t = 0; t < _count; t++)
        {
            Span<float> gate = _gate.Slice(t, begin, end - begin);
            TensorPrimitives.Sigmoid(gate, sigmoid);
            TensorPrimitives.Multiply(gate, sigmoid, gate);
            TensorPrimitives.Multiply(gate, _up.Slice(((long)t * length) + begin, end - begin), gate);
        }
    }

    private void ComputeOutputs(int member)
    {
        if (_outputCount == 0) return;
        // Step 10: final norm, into the leading rows of the buffer, those for logits first. Output i comes from row _outputRows[i] of the hidden states, which nothing overwrites.
        (int begin, int end) = _team.Share(_outputCount, member);
        for (int i = begin; i < end; i++) NormRow(_outputRows[i], _weights.OutputNorm, i);
        if (_logitCount == 0) return;
        _team.Meet();

        // Step 11: logits.
        (int rowBegin, int rowEnd) = _team.Share(Vocabulary, member, RowGrain);
        if (rowBegin < rowEnd)
            _kernels.Multiply(_weights.Output, rowBegin, rowEnd, _normed, _logitCount, _logits.Pointer, accumulate: false);
    }
}
