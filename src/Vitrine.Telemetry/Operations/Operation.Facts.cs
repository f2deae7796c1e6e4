using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry;

public sealed partial class Operation
{
    /// <summary>Sets a fact. It lands in the nearest scope, this one first, whose kind declares it; nowhere if none does or that scope has ended.</summary>
    public Operation Set(Fact<string> fact, string? value)
    {
        if (value is null) return this;
        ref var slot = ref SlotFor(fact);
        if (!Unsafe.IsNullRef(ref slot)) slot.Write(value);
        return this;
    }

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public Operation Set(Fact<string> fact, ITextSource value)
    {
        ref var slot = ref SlotFor(fact);
        if (!Unsafe.IsNullRef(ref slot)) slot.Write(value);
        return this;
    }

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public Operation Set(Fact<long> fact, long value) => SetBits(fact, value);

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public Operation Set(Fact<double> fact, double value) => SetBits(fact, BitConverter.DoubleToInt64Bits(value));

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public Operation Set(Fact<bool> fact, bool value) => SetBits(fact, value ? 1 : 0);

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public Operation Set(Fact<TimeSpan> fact, TimeSpan value) => SetBits(fact, value.Ticks);

    /// <summary>Reads a fact: this scope first, then outwards, last the service's resource.</summary>
    public bool TryGet(Fact fact, out FactValue value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.TryGetOwn(fact, out value)) return true;
        }

        return Plan.Owner.Options.Resource.TryGet(fact, out value);
    }

    /// <summary>Reads a text fact, or null: this scope first, then outwards.</summary>
    public string? Get(Fact<string> fact) => TryGet(fact, out var value) ? value.Text : null;

    /// <summary>Reads a fact of this scope only.</summary>
    public bool TryGetOwn(Fact fact, out FactValue value)
    {
        var slot = Kind.SlotOf(fact);
        if (slot >= 0 && _slots[slot].IsPresent)
        {
            value = new FactValue(fact.Type, _slots[slot].Text, _slots[slot].Bits);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The slot that holds a fact, this scope first, then outwards; a null reference when it is absent. The hot road of labels.</summary>
    internal ref readonly Slot FindSlot(Fact fact)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            var index = scope.SlotIndexOf(fact);
            if (index < 0) continue;
            ref var slot = ref scope._slots[index];
            if (slot.IsPresent) return ref slot;
        }

        return ref Unsafe.NullRef<Slot>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotIndexOf(Fact fact)
    {
        var table = _slotTable;
        return (uint)fact.Id < (uint)table.Length ? table[fact.Id] : -1;
    }

    private Operation SetBits(Fact fact, long bits)
    {
        ref var slot = ref SlotFor(fact);
        if (!Unsafe.IsNullRef(ref slot)) slot.Write(bits);
        return this;
    }

    /// <summary>Where a fact may be written now, or a null reference: nobody declares it, its scope has ended, or it is frozen.</summary>
    private ref Slot SlotFor(Fact fact)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            var index = scope.SlotIndexOf(fact);
            if (index < 0) continue;
            ref var slot = ref scope._slots[index];
            if (scope._state == Open && !(scope._opened && index < scope._openingCount && slot.IsPresent)) return ref slot;
            break;
        }

        Plan.Owner.CountLateFact();
        return ref Unsafe.NullRef<Slot>();
    }
}
