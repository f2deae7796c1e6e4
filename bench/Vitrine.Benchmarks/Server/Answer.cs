namespace Vitrine.Benchmarks.Server;

/// <summary>One answer, as whoever asked saw it.</summary>
/// <param name="Tokens">Generated tokens.</param>
/// <param name="AddedMs">Milliseconds that the first token came later than the engine says it took from the start of its slot.</param>
/// <param name="StreamMs">Milliseconds from the first token to the last.</param>
internal readonly record struct Answer(int Tokens, double AddedMs, double StreamMs);
