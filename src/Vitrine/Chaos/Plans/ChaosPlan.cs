namespace Vitrine.Chaos.Plans;

/// <summary>One iteration before it runs: a function of the scenario, the seed, the nodes and the faults that their engine knows.</summary>
internal sealed record ChaosPlan(int Seed, IReadOnlyList<ChaosRound> Rounds)
{
    /// <summary>The tenants of every plan.</summary>
    public static IReadOnlyList<string> Tenants { get; } = ["acme", "globex", "initech"];

    /// <summary>The streams of every tenant.</summary>
    public static IReadOnlyList<string> Streams { get; } = ["orders", "events"];

    private const int MostWriters = 6;
    private const int Readers = 2;

    /// <summary>Draws the plan of a seed.</summary>
    public static ChaosPlan Of(ChaosScenario scenario, int seed, int nodes, IReadOnlySet<FaultKind> known)
    {
        var random = new Random(seed);
        FaultKind[] faults = [.. scenario.Faults.Where(known.Contains)];
        var rounds = new ChaosRound[random.Next(4, 11)];
        for (var i = 0; i < rounds.Length; i++)
        {
            var writes = new PlannedWrite[random.Next(1, MostWriters + 1)];
            for (var writer = 0; writer < writes.Length; writer++) writes[writer] = Write(writer, i > rounds.Length / 2);
            var fault = faults.Length > 0 && random.NextDouble() < scenario.FaultShare ? new PlannedFault(faults[random.Next(faults.Length)], random.Next(nodes), random.Next(6), random.Next()) : null;
            rounds[i] = new ChaosRound(writes, fault, [.. Enumerable.Range(0, Readers).Select(reader => new PlannedRead(reader, random.Next(nodes), random.Next(1, 40)))]);
        }

        return new ChaosPlan(seed, rounds);

        PlannedWrite Write(int writer, bool isLate) => new(writer, random.Next(nodes), Tenants[random.Next(Tenants.Count)], Streams[random.Next(Streams.Count)])
        {
            // Most commands are small; now and then a batch, or data that fills a segment. A sealed tenant takes nothing more, so that comes late and seldom.
            Entries = random.Next(40) switch { 0 when isLate => 0, < 4 => random.Next(10, 60), _ => random.Next(1, 5) },
            DataBytes = random.Next(12) == 0 ? random.Next(2_000, 6_000) : random.Next(16, 400),
            HasKey = random.Next(4) != 0,
            IsRepeat = random.NextDouble() < scenario.RepeatShare,
        };
    }
}
