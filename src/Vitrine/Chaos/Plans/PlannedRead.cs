namespace Vitrine.Chaos.Plans;

/// <summary>What a reader does in a round: asks a node for its head and reads the last entries before it.</summary>
/// <param name="Reader">The reader, from 0.</param>
/// <param name="Node">The node, from 0.</param>
/// <param name="Entries">How many entries it reads.</param>
internal sealed record PlannedRead(int Reader, int Node, int Entries);
