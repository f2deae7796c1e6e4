namespace Vitrine.Load.Gateway;

/// <summary>What the last peer of a table shall reach beside the first.</summary>
/// <param name="Throughput">The least share of its throughput.</param>
/// <param name="Cpu">The most of its CPU time a request.</param>
internal sealed record Targets(double Throughput, double Cpu);
