namespace Vitrine.Gateway.Forwarding;

/// <summary>What a call of a pod is for, as <c>vitrine.phase</c> says it.</summary>
internal static class Phases
{
    /// <summary>The whole request.</summary>
    public const string Aggregated = "aggregated";

    /// <summary>The prompt.</summary>
    public const string Prefill = "prefill";

    /// <summary>The tokens after another pod's prefill.</summary>
    public const string Decode = "decode";
}
