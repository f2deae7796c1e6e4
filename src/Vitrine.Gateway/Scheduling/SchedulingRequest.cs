using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Parsing;

namespace Vitrine.Gateway.Scheduling;

/// <summary>What plugins may know of the request they place.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="IsLora">Whether it is a LoRA adapter.</param>
/// <param name="Request">The parsed body, for its prompt.</param>
internal readonly record struct SchedulingRequest(string Model, bool IsLora, ParsedRequest Request)
{
    /// <value>The prompt's blocks, hashed; empty when no plugin asks for them.</value>
    public ReadOnlyMemory<ulong> PromptBlocks { get; init; }

    /// <value>Now, a <see cref="TimeProvider.GetTimestamp"/>.</value>
    public long Now { get; init; }

    /// <value>What pods said of themselves before this timestamp says nothing any more.</value>
    public long FreshSince { get; init; }

    /// <summary>Whether a pod's word still counts; if not, plugins treat it as not measured.</summary>
    public bool Trusts(PodLoad load) => load.ReadAt >= FreshSince;
}
