namespace Vitrine.Gateway.Scheduling;

/// <summary>How many pods a filter kept out.</summary>
/// <param name="Name">The filter.</param>
/// <param name="Pods">How many, at least 1.</param>
internal readonly record struct FilterCount(string Name, int Pods);
