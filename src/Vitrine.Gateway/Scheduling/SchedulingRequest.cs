using Vitrine.Gateway.Parsing;

namespace Vitrine.Gateway.Scheduling;

/// <summary>What plugins may know of the request they place.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="IsLora">Whether it is a LoRA adapter.</param>
/// <param name="Request">The parsed body, for its prompt.</param>
internal readonly record struct SchedulingRequest(string Model, bool IsLora, ParsedRequest Request);
