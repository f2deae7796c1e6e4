using Vitrine.Inference.Generation;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Tests.Generation;

public sealed class AllocationTests
{
    private const int Tokens = 1000;
    private const int Slots = 3;

    /// <summary>Bytes per token that the text and the channel of events may cost: a short string, and the amortised growth of the channel.</summary>
    private const int BudgetBytes = 160;

    [Fact]
    public void Step_SteadyDecodeOfSeveralSlots_AllocatesLittleMoreThanText()
    {
        using TemporaryFile path = TestFiles.Write(new RandomModel { ContextLength = 8192, Ends = false }.ToArray());
        using LlamaModel model = LlamaModel.Open(path.Path);
        using var team = new ComputeTeam(1, "test", new CoreBudget(1));
        using var forward = new LlamaForward(model.Config, model.Weights, ComputeKernels.Best, team, 8192, BatchPlan.Capacity(Slots, 8), maxLogitRows: Slots);
        Slot[] slots = [.. Enumerable.Range(0, Slots).Select(index => new Slot(index, model, 8192))];
        var plan = new BatchPlan(slots, promptRows: 8);
        foreach (Slot slot in slots)
            slot.Start(new TextGeneration([1, 40], new SamplingOptions { Temperature = 1, Seed = 1, Stop = ["never there"] }, trimStart: true, 1, CancellationToken.None));
        Step(500);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Step(Tokens);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / (Tokens * Slots)).ShouldBeLessThan(BudgetBytes);
        foreach (Slot slot in slots) slot.Dispose();

        void Step(int count)
        {
            for (int i = 0; i < count; i++)
            {
                plan.Fill();
                forward.Compute(plan.Rows);
                foreach (Slot slot in slots) slot.Advance(forward);
            }
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
        var allocated = new long[99];
        for (int i = 0; i < allocated.Length; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Step(i + 1);
            allocated[i] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The median: a method that is compiled anew is booked to the thread once, what a step allocates in every step.
        allocated.Order().ElementAt(allocated.Length / 2).ShouldBe(0);

        void Step(int position)
        {
            row[0] = new BatchRow(40, position, sequence, RowOutput.Logits);
            forward.Compute(row);
        }
    }
}
