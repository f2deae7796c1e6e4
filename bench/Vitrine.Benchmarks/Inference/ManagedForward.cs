using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Threading;

namespace Vitrine.Benchmarks.Inference;

/// <summary>Our forward pass without queue, sampling and text: what llama_decode does on the other side.</summary>
internal sealed class ManagedForward : IDisposable
{
    private readonly LlamaModel _model;
    private readonly ComputeTeam _team;
    private readonly LlamaForward _forward;
    private readonly KvSequence[] _sequences;
    private readonly BatchRow[] _rows;

    public ManagedForward(string modelPath, int context, int threads, int batchSize, int streams)
    {
        _model = LlamaModel.Open(modelPath);
        _team = new ComputeTeam(threads, "bench");
        _forward = new LlamaForward(_model.Config, _model.Weights, ComputeKernels.Best, _team, context, batchSize, maxLogitRows: streams);
        _sequences = [.. Enumerable.Range(0, streams).Select(_ => new KvSequence(_model.Config, context))];
        _rows = new BatchRow[batchSize];
    }

    /// <summary>Number of tokens in the vocabulary.</summary>
    public int Vocabulary => _forward.Vocabulary;

    /// <summary>Bytes of weights that the computation of one token reads: all matrices but the embedding's, of which it reads a row.</summary>
    public long WeightBytesPerToken => _model.Weights.Layers
        .SelectMany(layer => (TensorView[])[layer.Query, layer.Key, layer.Value, layer.AttentionOutput, layer.Gate, layer.Up, layer.Down])
        .Append(_model.Weights.Output)
        .Sum(view => view.Rows * view.RowBytes);

    /// <summary>The kernels in use.</summary>
    public static string Kernels => ComputeKernels.Best.Name;

    /// <summary>Empties the caches.</summary>
    public void Clear()
    {
        foreach (KvSequence sequence in _sequences) sequence.Length = 0;
    }

    /// <summary>Feeds tokens to the first sequence and computes the logits behind the last one.</summary>
    public void Compute(int[] tokens)
    {
        KvSequence sequence = _sequences[0];
        for (int done = 0; done < tokens.Length;)
        {
            int count = Math.Min(_rows.Length, tokens.Length - done);
            for (int i = 0; i < count; i++, done++) _rows[i] = new BatchRow(tokens[done], sequence.Length + i, sequence, done == tokens.Length - 1 ? RowOutput.Logits : RowOutput.None);
            _forward.Compute(_rows.AsSpan(0, count));
            sequence.Length += count;
        }
    }

    /// <summary>Feeds one token to every sequence in one batch and computes the logits behind each.</summary>
    public void ComputeStreams(int[] token)
    {
        for (int i = 0; i < _sequences.Length; i++) _rows[i] = new BatchRow(token[0], _sequences[i].Length, _sequences[i], RowOutput.Logits);
        _forward.Compute(_rows.AsSpan(0, _sequences.Length));
        foreach (KvSequence sequence in _sequences) sequence.Length++;
    }

    public void Dispose()
    {
        _team.Dispose();
        _forward.Dispose();
        foreach (KvSequence sequence in _sequences) sequence.Dispose();
        _model.Dispose();
    }
}
