namespace Vitrine.Telemetry;

/// <summary>The rows of one state as last read. Reused between reads; one reader at a time.</summary>
internal sealed class StateTable(Kind kind, ServiceResource resource)
{
    private readonly int _width = kind.Facts.Length;
    private Slot[] _slots = new Slot[Math.Max(1, kind.Facts.Length)];

    public Kind Kind => kind;

    public int Count { get; private set; }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    public void Begin()
    {
        Count++;
        if (Count * _width > _slots.Length) Array.Resize(ref _slots, Math.Max(Count * _width, _slots.Length * 2));
    }

    public ref Slot Slot(Fact fact)
    {
        var slot = kind.SlotOf(fact);
        if (slot < 0) throw new InvalidOperationException($"The state '{kind.Name}' does not declare the fact '{fact.Name}'.");
        if (Count == 0) throw new InvalidOperationException($"Begin a row of '{kind.Name}' before setting '{fact.Name}'.");
        return ref _slots[((Count - 1) * _width) + slot];
    }

    public bool TryGet(int row, Fact fact, out FactValue value)
    {
        var slot = kind.SlotOf(fact);
        if (slot >= 0)
        {
            ref readonly var cell = ref _slots[(row * _width) + slot];
            value = new FactValue(fact.Type, cell.Text, cell.Bits);
            if (cell.IsPresent) return true;
        }

        return resource.TryGet(fact, out value);
    }
}
