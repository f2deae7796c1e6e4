using OpenTelemetry.Trace;

namespace Vitrine.Telemetry.Export;

/// <summary>Which requests become traces.</summary>
/// <param name="Ratio">The share of traces that begin here and are sampled, 0 to 1.</param>
/// <param name="FollowsParent">Whether the decision of a caller's trace is respected.</param>
public sealed record SamplerSettings(double Ratio, bool FollowsParent)
{
    /// <summary>The names that <c>OTEL_TRACES_SAMPLER</c> accepts.</summary>
    internal static readonly string[] Names = ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>The sampler of that name; <paramref name="ratio"/> matters to those that end in <c>traceidratio</c>.</summary>
    internal static SamplerSettings Named(string name, double ratio)
    {
        const string parentBased = "parentbased_";
        var followsParent = name.StartsWith(parentBased, StringComparison.Ordinal);
        return (followsParent ? name[parentBased.Length..] : name) switch
        {
            "always_on" => new(1, followsParent),
            "always_off" => new(0, followsParent),
            _ => new(ratio, followsParent),
        };
    }

    internal Sampler Create()
    {
        Sampler root = Ratio switch
        {
            >= 1 => new AlwaysOnSampler(),
            <= 0 => new AlwaysOffSampler(),
            _ => new TraceIdRatioBasedSampler(Ratio),
        };
        return FollowsParent ? new ParentBasedSampler(root) : root;
    }
}
