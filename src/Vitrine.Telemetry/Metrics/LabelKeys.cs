using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>The raw value of one label before it is rendered: a string, or 64 bits.</summary>
internal struct LabelKey
{
    public string? Text;
    public long Bits;
}

/// <summary>The raw values of the labels of one event, on the stack.</summary>
[InlineArray(MaxLabels)]
internal struct LabelKeys
{
    /// <summary>A family has at most this many labels that vary.</summary>
    public const int MaxLabels = 8;

    private LabelKey _first;
}
