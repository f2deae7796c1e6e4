using Vitrine.Inference.Generation;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Tests.Generation;

/// <summary>Which rows share a batch, with slots that nobody but the test drives.</summary>
public sealed class BatchPlanTests : IDisposable
{
    private const int Context = 128;
    private const int PromptRows = 16;
    private readonly TemporaryFile _file = TestFiles.Write(new RandomModel { ContextLength = Context, Ends = false }.ToArray());
    private readonly LlamaModel _model;
    private readonly ComputeTeam _team = new(1, "test");
    private readonly LlamaForward _forward;
    private readonly Slot[] _slots;
    private readonly BatchPlan _plan;

    public BatchPlanTests()
    {
        _model = LlamaModel.Open(_file.Path);
        _slots = [.. Enumerable.Range(0, 4).Select(index => new Slot(index, _model, Context))];
        _plan = new BatchPlan(_slots, PromptRows);
        _forward = new LlamaForward(_model.Config, _model.Weights, ComputeKernels.Best, _team, Context, BatchPlan.Capacity(4, PromptRows), maxLogitRows: 4);
    }

    [Fact]
    public void Fill_NoJob_HasNothingToDo()
    {
        _plan.Fill().ShouldBeFalse();
        _plan.Rows.Length.ShouldBe(0);
    }

    [Fact]
    public void Fill_OnePrompt_TakesTheWholeBatch()
    {
        Start(2, 20);
        Step().ShouldBe([0, 0, 16, 0]);
        Step().ShouldBe([0, 0, 4, 0]);
        Step().ShouldBe([0, 0, 1, 0]);
    }

    [Fact]
    public void ReadsPrompts_OnePrompt_UntilItIsRead()
    {
        Start(0, 20);
        foreach (bool expected in (bool[])[true, true, false])
        {
            Step();
            _plan.ReadsPrompts.ShouldBe(expected);
        }
    }

    [Fact]
    public void Fill_SeveralPrompts_ShareEvenlyAndLeftoversGoOn()
    {
        Start(0, 2);
        Start(1, 50);
        Start(2, 50);
        int[] rows = Step();
        rows.Sum().ShouldBe(PromptRows);
        rows[0].ShouldBe(2);
        Math.Min(rows[1], rows[2]).ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public void Fill_PromptBesideAnswers_GetsAQuarterAndHoldsNobodyUp()
    {
        Start(0, 1);
        Start(3, 2);
        Step();
        Start(1, 100);
        for (int done = 0; done < 100; done += 4) Step().ShouldBe([1, 4, 0, 1]);
        Step().ShouldBe([1, 1, 0, 1]);
    }

    [Fact]
    public void Fill_MorePromptsThanRows_TakesTurns()
    {
        using var slots = new Slots(_model, 3);
        var plan = new BatchPlan(slots.All, promptRows: 1);
        foreach (Slot slot in slots.All) slot.Start(Job(30));
        var done = new int[3];
        for (int i = 0; i < 30; i++)
        {
            plan.Fill();
            plan.Rows.Length.ShouldBe(1);
            _forward.Compute(plan.Rows);
            int turn = Array.FindIndex(slots.All, slot => slot.HasRows);
            slots.All[turn].Advance(_forward);
            done[turn]++;
        }

        done.ShouldBe([10, 10, 10]);
    }

    public void Dispose()
    {
        _forward.Dispose();
        _team.Dispose();
        foreach (Slot slot in _slots) slot.Dispose();
        _model.Dispose();
        _file.Dispose();
    }

    private static TextGeneration Job(int promptTokens) =>
        new([.. Enumerable.Repeat(40, promptTokens)], new SamplingOptions { Temperature = 0 }, trimStart: false, queuedTimestamp: 1, CancellationToken.None);

    private void Start(int slot, int promptTokens) => _slots[slot].Start(Job(promptTokens));

    /// <summary>Computes one batch; the rows that each slot had in it.</summary>
    private int[] Step()
    {
        _plan.Fill().ShouldBeTrue();
        int[] rows = new int[_slots.Length];
        foreach (BatchRow row in _plan.Rows) rows[Array.FindIndex(_slots, slot => slot.Sequence == row.Sequence)]++;
        _forward.Compute(_plan.Rows);
        foreach (Slot slot in _slots)
        {
            if (slot.HasRows) slot.Advance(_forward).ShouldBeNull();
        }

        return rows;
    }

    private sealed class Slots(LlamaModel model, int count) : IDisposable
    {
        public Slot[] All { get; } = [.. Enumerable.Range(0, count).Select(index => new Slot(index, model, Context))];

        public void Dispose()
        {
            foreach (Slot slot in All) slot.Dispose();
        }
    }
}
