using System.Numerics.Tensors;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Tests.Models;

/// <summary>A forward pass with one sequence, below the engine: what is fed, what comes out.</summary>
internal sealed class ForwardRun : IDisposable
{
    private readonly ComputeTeam _team;
    private readonly LlamaForward _forward;
    private readonly KvSequence _sequence;

    public ForwardRun(LlamaModel model, ComputeKernels kernels, int threads = 1, int batchSize = 64)
    {
        int context = model.Config.ContextLength;
        _team = new ComputeTeam(threads, "test");
        _forward = new LlamaForward(model.Config, model.Weights, kernels, _team, context, batchSize, maxLogitRows: 1);
        _sequence = new KvSequence(model.Config, context);
    }

    /// <summary>Feeds tokens behind what was fed before; the logits behind the last one.</summary>
    public float[] Compute(ReadOnlySpan<int> tokens)
    {
        int last = 0;
        while (!tokens.IsEmpty)
        {
            var rows = new BatchRow[Math.Min(_forward.BatchSize, tokens.Length)];
            for (int i = 0; i < rows.Length; i++) rows[i] = new BatchRow(tokens[i], _sequence.Length + i, _sequence, i == tokens.Length - 1 ? RowOutput.Logits : RowOutput.None);
            _forward.Compute(rows);
            _sequence.Length += rows.Length;
            tokens = tokens[rows.Length..];
            last = rows.Length - 1;
        }

        return _forward.Logits(last).ToArray();
    }

    /// <summary>The likeliest continuation, so many tokens long.</summary>
    public int[] Greedy(int[] prompt, int count)
    {
        var answer = new int[count];
        float[] logits = Compute(prompt);
        for (int i = 0; i < count; i++)
        {
            answer[i] = TensorPrimitives.IndexOfMax(logits);
            if (i + 1 < count) logits = Compute([answer[i]]);
        }

        return answer;
    }

    public void Dispose()
    {
        _team.Dispose();
        _forward.Dispose();
        _sequence.Dispose();
    }
}
