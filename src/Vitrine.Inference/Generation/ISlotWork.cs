using Vitrine.Inference.Llama;

namespace Vitrine.Inference.Generation;

/// <summary>What a <see cref="Slot"/> makes of the rows that were computed for it: tokens, or an embedding. Each slot keeps one of either and reuses it.</summary>
internal interface ISlotWork
{
    /// <summary>The token to compute next, once the prompt is computed.</summary>
    int NextToken { get; }

    /// <summary>What is wanted of the row of a prompt's token.</summary>
    RowOutput OutputOf(int position);

    /// <summary>Takes the outputs of computed rows.</summary>
    /// <param name="forward">Has the outputs of its last batch.</param>
    /// <param name="row">The slot's first row in that batch.</param>
    /// <param name="position">The position of that row.</param>
    /// <param name="count">The slot's rows in that batch, one after another.</param>
    /// <returns>Why the job ends here; null when it goes on.</returns>
    FinishReason? Accept(LlamaForward forward, int row, int position, int count);

    /// <summary>Hands out the result.</summary>
    void Finish(FinishReason reason, Exception? error, in GenerationTimings timings, IReadOnlyList<LayerTimings>? layers);
}
