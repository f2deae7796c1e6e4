using Vitrine.Inference.Generation;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Tests.Generation;

public sealed class AllocationTests
{
    private const int Tokens = 2000;

    /// <summary>Bytes per token that the text and the channel of events may cost: a short string, and the amortised growth of the channel.</summary>
    private const int BudgetBytes = 160;

    [Fact]
    public void Step_SteadyDecode_AllocatesLittleMoreThanText()
    {
        using TemporaryFile path = TestFiles.Write(new RandomModel { ContextLength = 8192 }.ToArray());
        using LlamaModel model = LlamaModel.Open(path.Path);
        using var team = new ComputeTeam(1, "test");
        using var forward = new LlamaForward(model.Config, model.Weights, ComputeKernels.Best, team, 8192, batchSize: 8, maxLogitRows: 1);
        using var slot = new Slot(0, model, 8192);
        var rows = new BatchRow[8];
        slot.Start(new TextGeneration([1, 40], new SamplingOptions { Temperature = 1, Seed = 1, Stop = ["never there"] }, trimStart: true, 1, CancellationToken.None));
        Generate(500);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int done = Generate(Tokens);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / done).ShouldBeLessThan(BudgetBytes);

        int Generate(int count)
        {
            int made = 0;
            for (; made < count; made++)
            {
                int filled = slot.FillRows(rows, at: 0, most: rows.Length);
                forward.Compute(rows.AsSpan(0, filled));
                slot.Advance(forward);
            }

            return made;
        }
    }

    [Fact]
    public void Compute_SteadyDecode_AllocatesNothing()
    {
        using TemporaryFile path = TestFiles.Write(new RandomModel().ToArray());
        using LlamaModel model = LlamaModel.Open(path.Path);
        using var team = new ComputeTeam(1, "test");
        using var forward = new LlamaForward(model.Config, model.Weights, ComputeKernels.Best, team, 128, batchSize: 8, maxLogitRows: 1);
        using var sequence = new KvSequence(model.Config, 128);
        var row = new BatchRow[1];
        Step(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 100; i++) Step(i);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Step(int position)
        {
            row[0] = new BatchRow(40, position, sequence, RowOutput.Logits);
            forward.Compute(row);
        }
    }
}
