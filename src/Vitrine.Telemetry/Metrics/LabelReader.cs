using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>
/// One label of one feed: where its value comes from and what becomes of values that nobody declared. Folding of strangers' strings happens
/// before the series is looked up, so that neither series nor look-up cache grows with them; maps apply when a series is first made.
/// </summary>
internal sealed class LabelReader(string name)
{
    private const string AbsentMark = "\0absent";

    private readonly ConcurrentDictionary<string, string> _admitted = new(StringComparer.Ordinal);
    private readonly bool _isClientChosen;
    private readonly Fact? _fact;

    /// <summary>The label's name.</summary>
    public string Name => name;

    /// <summary>A fixed value; then nothing is read.</summary>
    public string? Constant { get; init; }

    /// <summary>What is read, unless <see cref="Constant"/> is set.</summary>
    public Source? Source
    {
        get;
        init
        {
            field = value;
            _fact = value is { Within: null } ? value.Fact : null;
            _isClientChosen = value is { IsClientChosen: true };
        }
    }

    /// <summary>The value for a fact that is absent.</summary>
    public string Absent { get; init; } = "";

    /// <summary>The value for a client-chosen text that nobody declared.</summary>
    public string Unknown { get; init; } = "unknown";

    /// <summary>How many values of strangers are admitted before the rest folds; 0 admits only declared ones.</summary>
    public int Admit { get; init; }

    /// <summary>Renames values; others stay.</summary>
    public FrozenDictionary<string, string>? Map { get; init; }

    /// <summary>The declared values, or null when nobody declared any. Set when the service starts.</summary>
    public IKnownValues? Known { get; set; }

    /// <summary>Reads the raw value, folded, into an empty key.</summary>
    public void Read<TReader>(in TReader reader, ref LabelKey key) where TReader : struct, IFactReader
    {
        // Operations are the hot road: the slot is read where it stands, without a copy of the value.
        if (typeof(TReader) == typeof(OperationReader) && _fact is not null) ReadSlot(in reader.Operation!.FindSlot(_fact), ref key);
        else if (!Source!.TryRead(reader, out var value)) key.Text = AbsentMark;
        else if (value.Type != FactType.Text) key.Bits = value.Bits;
        else key.Text = _isClientChosen ? Fold(value.Text!) : value.Text;
    }

    /// <summary>The label's value as shown. Runs once per series.</summary>
    public string Render(in LabelKey key)
    {
        if (Constant is not null) return Constant;
        if (ReferenceEquals(key.Text, AbsentMark)) return Absent;
        var text = key.Text ?? new FactValue(Source!.Type, null, key.Bits).ToString();
        return Map is not null && Map.TryGetValue(text, out var mapped) ? mapped : text;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadSlot(ref readonly Slot slot, ref LabelKey key)
    {
        if (Unsafe.IsNullRef(in slot)) key.Text = AbsentMark;
        else if (slot.Text is null) key.Bits = slot.Bits;
        else key.Text = _isClientChosen ? Fold(slot.Text) : slot.Text;
    }

    private string Fold(string text)
    {
        if (Known is not null && Known.Contains(text)) return text;
        if (Admit == 0) return Unknown;
        if (_admitted.TryGetValue(text, out var admitted)) return admitted;
        // The count may overshoot by the number of racing threads; the bound is a guard, not a quota.
        return _admitted.Count < Admit ? _admitted.GetOrAdd(text, text) : Unknown;
    }
}
