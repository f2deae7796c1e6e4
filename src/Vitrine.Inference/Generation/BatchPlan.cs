using Vitrine.Inference.Llama;

namespace Vitrine.Inference.Generation;

/// <summary>
/// Decides what the next batch computes: one row for every slot that writes an answer, and chunks of the prompts of the others. While answers are
/// being written, prompts get a quarter of their rows only, so that a long prompt holds up nobody's next token for longer than that takes.
/// Slots share the rows for prompts evenly and in turn.
/// </summary>
/// <param name="slots">The engine's slots.</param>
/// <param name="promptRows">Prompt rows in a batch that has nothing else to do.</param>
internal sealed class BatchPlan(Slot[] slots, int promptRows)
{
    private const int DecodingDivisor = 4;
    private readonly BatchRow[] _rows = new BatchRow[Capacity(slots.Length, promptRows)];
    private int _count;
    private int _turn;

    /// <summary>The rows of the batch that was filled last.</summary>
    public ReadOnlySpan<BatchRow> Rows => _rows.AsSpan(0, _count);

    /// <summary>Whether that batch reads any part of a prompt.</summary>
    public bool ReadsPrompts { get; private set; }

    /// <summary>How many of its rows write answers; the others read prompts.</summary>
    public int AnswerRows { get; private set; }

    /// <summary>Rows that a batch may have.</summary>
    public static int Capacity(int slots, int promptRows) => promptRows + slots;

    /// <summary>Collects the rows of the next batch; false when no slot has any.</summary>
    public bool Fill()
    {
        _count = 0;
        int prefilling = 0;
        foreach (Slot slot in slots)
        {
            if (slot.IsPrefilling) prefilling++;
            else if (slot.IsBusy) _count += slot.FillRows(_rows, _count, most: 1);
        }

        AnswerRows = _count;
        ReadsPrompts = prefilling > 0;
        int room = _count == 0 ? promptRows : Math.Max(1, promptRows / DecodingDivisor);
        for (int i = 0; i < slots.Length && prefilling > 0 && room > 0; i++)
        {
            Slot slot = slots[(_turn + i) % slots.Length];
            if (!slot.IsPrefilling) continue;
            // What a short prompt leaves over goes to those behind it.
            int share = (room + prefilling - 1) / prefilling--;
            int filled = slot.FillRows(_rows, _count, share);
            room -= filled;
            _count += filled;
        }

        _turn = (_turn + 1) % slots.Length;
        return _count > 0;
    }
}
