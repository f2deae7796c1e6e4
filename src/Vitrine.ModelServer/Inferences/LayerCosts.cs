using System.Globalization;
using System.Text;
using Vitrine.Inference.Generation;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Inferences;

/// <summary>Adds up what every layer cost an inference, and tells it as one fact. Does nothing where the engine did not measure.</summary>
internal sealed class LayerCosts
{
    private LayerTimings[]? _sum;

    /// <summary>Adds the work of one slot; null adds nothing.</summary>
    public void Add(IReadOnlyList<LayerTimings>? layers)
    {
        if (layers is null) return;
        _sum ??= new LayerTimings[layers.Count];
        for (var i = 0; i < _sum.Length; i++)
        {
            var (before, more) = (_sum[i], layers[i]);
            _sum[i] = new LayerTimings(
                before.PrefillAttention + more.PrefillAttention,
                before.PrefillFeedForward + more.PrefillFeedForward,
                before.DecodeAttention + more.DecodeAttention,
                before.DecodeFeedForward + more.DecodeFeedForward);
        }
    }

    /// <summary>Tells the inference: milliseconds of attention + feed-forward of each layer, first layer first.</summary>
    public void Describe(Operation inference)
    {
        if (_sum is null) return;
        var text = new StringBuilder("ms of attention + feed-forward");
        for (var i = 0; i < _sum.Length; i++)
        {
            var layer = _sum[i];
            text.Append(CultureInfo.InvariantCulture, $"; {i}: prefill {layer.PrefillAttention.TotalMilliseconds:0.00} + {layer.PrefillFeedForward.TotalMilliseconds:0.00}");
            text.Append(CultureInfo.InvariantCulture, $", decode {layer.DecodeAttention.TotalMilliseconds:0.00} + {layer.DecodeFeedForward.TotalMilliseconds:0.00}");
        }

        inference.Set(ModelFacts.Layers, text.ToString());
    }
}
