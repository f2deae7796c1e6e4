namespace Vitrine.Gateway.Pricing;

/// <summary>What a model costs, per million tokens.</summary>
/// <param name="Input">A million prompt tokens.</param>
/// <param name="CachedInput">A million prompt tokens that the upstream had cached.</param>
/// <param name="Output">A million generated tokens.</param>
internal readonly record struct ModelPrice(double Input, double CachedInput, double Output);
