using System.Text;
using Vitrine.Gateway.Objects;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Gateway.Polling;

/// <summary>What one metrics page said, in any dialect. Reused from poll to poll; it allocates only for the names of models.</summary>
internal sealed class PageReading
{
    private const int MostModels = 1000;
    private static readonly Slot[] s_slots = [.. Dialect.All.SelectMany(dialect => dialect.Names.Select(name => new Slot(dialect.Engine, name.Quantity, Encoding.UTF8.GetBytes(name.Name))))];

    /// <summary>Places in <see cref="s_slots"/> by the length of the name: most lines of a page end their look-up here.</summary>
    private static readonly int[][] s_byLength = ByLength();

    private readonly double[] _sums = new double[s_slots.Length];
    private readonly int[] _series = new int[s_slots.Length];
    private readonly List<string> _models = [];

    /// <summary>Whose page it is; <see cref="InferenceEngine.Unknown"/> when it has no name of any dialect.</summary>
    public InferenceEngine Engine { get; private set; }

    /// <summary>The models that the page names; the house's own server does.</summary>
    public IReadOnlyList<string> Models => _models;

    /// <summary>Reads a page; the one before is forgotten. It never throws.</summary>
    public void Read(ReadOnlySpan<byte> page)
    {
        Array.Clear(_sums);
        Array.Clear(_series);
        _models.Clear();
        Engine = InferenceEngine.Unknown;
        var scanner = new PrometheusScanner(page);
        while (scanner.Next())
        {
            var slot = Find(scanner.Name);
            if (slot < 0 || !scanner.TryRead(out var labels, out var value)) continue;
            if (Engine == InferenceEngine.Unknown) Engine = s_slots[slot].Engine;
            _sums[slot] += value;
            _series[slot]++;
            if (s_slots[slot].Quantity == Quantity.KvBytes) AddModel(labels);
        }
    }

    /// <summary>A quantity, added up over its series, by the first name that the page has.</summary>
    public bool TrySum(Quantity quantity, out double sum) => TryFind(quantity, out sum, out _);

    /// <summary>A quantity's mean over its series, by the first name that the page has.</summary>
    public bool TryMean(Quantity quantity, out double mean)
    {
        var found = TryFind(quantity, out mean, out var series);
        if (found) mean /= series;
        return found;
    }

    private bool TryFind(Quantity quantity, out double sum, out int series)
    {
        for (var i = 0; i < s_slots.Length; i++)
        {
            if (_series[i] == 0 || s_slots[i].Quantity != quantity || s_slots[i].Engine != Engine) continue;
            (sum, series) = (_sums[i], _series[i]);
            return true;
        }

        (sum, series) = (0, 0);
        return false;
    }

    /// <summary>Adds the model that a series is of, unless it is there. A pod has few.</summary>
    private void AddModel(ReadOnlySpan<byte> labels)
    {
        if (!PrometheusScanner.TryLabel(labels, "gen_ai_response_model"u8, out var name) && !PrometheusScanner.TryLabel(labels, "model_id"u8, out name)) return;
        if (_models.Count == MostModels) return;
        var model = Encoding.UTF8.GetString(name);
        if (!_models.Contains(model, StringComparer.Ordinal)) _models.Add(model);
    }

    private static int Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= s_byLength.Length) return -1;
        foreach (var slot in s_byLength[name.Length])
        {
            if (name.SequenceEqual(s_slots[slot].Name)) return slot;
        }

        return -1;
    }

    private static int[][] ByLength()
    {
        var lengths = new int[s_slots.Max(static slot => slot.Name.Length) + 1][];
        for (var i = 0; i < lengths.Length; i++) lengths[i] = [.. Enumerable.Range(0, s_slots.Length).Where(slot => s_slots[slot].Name.Length == i)];
        return lengths;
    }

    private sealed record Slot(InferenceEngine Engine, Quantity Quantity, byte[] Name);
}
