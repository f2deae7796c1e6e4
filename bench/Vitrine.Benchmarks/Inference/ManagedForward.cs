using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Threading;

namespace Vitrine.Benchmarks.Inference;

/// <summary>Our forward pass with one sequence, without queue, sampling and text: what llama_decode does on the other side.</summary>
internal sealed class ManagedForward : IDisposable
{
    private readonly LlamaModel _model;
    private readonly ComputeTeam _team;
    private readonly LlamaForward _forward;
    private readonly KvSequence _sequence;
    private readonly BatchRow[] _rows;

    public ManagedForward(string modelPath, int context, int threads, int batchSize)
    {
        _model = LlamaModel.Open(modelPath);
        _team = new ComputeTeam(threads, "bench");
        _forward = new LlamaForward(_model.Config, _model.Weights, ComputeKernels.Best, _team, context, batchSize, maxLogitRows: 1);
        _sequence = new KvSequence(_model.Config, context);
        _rows = new BatchRow[batchSize];
    }

    /// <summary>Number of tokens in the vocabulary.</summary>
    public int Vocabulary => _forward.Vocabulary;

    /// <summary>The kernels in use.</summary>
    public static string Kernels => ComputeKernels.Best.Name;

    /// <summary>Empties the cache.</summary>
    public void Clear() => _sequence.Length = 0;

    /// <summary>Feeds tokens and computes the logits behind the last one.</summary>
    public void Compute(int[] tokens)
    {
        for (int done = 0; done < tokens.Length;)
        {
            int count = Math.Min(_rows.Length, tokens.Length - done);
            for (int i = 0; i < count; i++, done++) _rows[i] = new BatchRow(tokens[done], _sequence.Length + i, _sequence, done == tokens.Length - 1 ? RowOutput.Logits : RowOutput.None);
            _forward.Compute(_rows.AsSpan(0, count));
            _sequence.Length += count;
        }
    }

    public void Dispose()
    {
        _team.Dispose();
        _forward.Dispose();
        _sequence.Dispose();
        _model.Dispose();
    }
}
