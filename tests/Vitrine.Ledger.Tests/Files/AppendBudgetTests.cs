using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Testing;

namespace Vitrine.Ledger.Tests.Files;

/// <summary>What an append may allocate: budgets, a little above what was measured (552 and 890 bytes). The data is not copied.</summary>
/// <remarks>Alone, for the engine's share is counted on all threads.</remarks>
[Collection(Alone)]
public sealed class AppendBudgetTests
{
    public const string Alone = "alone";

    private static readonly LedgerCommand.Append s_command = new("a", "s", [new EntryDraft(new byte[256])]);

    [Fact]
    public void Group_ThroughKernelAndFiles_StaysInItsBudget()
    {
        using var files = TestLog.Recovered(new DiscardingDisk());
        var state = files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream);
        var bytes = Allocations.MedianBytes(() =>
        {
            var write = (Decision.Write)state.Decide(s_command, 0);
            files.Append(write.Entries);
            state = write.Next;
        });
        bytes.ShouldBeLessThanOrEqualTo(600);
    }

    [Fact]
    public async Task Append_ThroughTheEngine_StaysInItsBudget()
    {
        await using var engine = await TestLog.EngineAsync(new DiscardingDisk());
        await engine.AppendAsync(TestLog.Tenant, TestContext.Current.CancellationToken);
        await engine.AppendAsync(TestLog.Stream, TestContext.Current.CancellationToken);
        const int Appends = 500;
        var rounds = new List<long>();
        for (var round = 0; round < 11; round++)
        {
            // On all threads: the sequencer's share counts too.
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Appends; i++) await engine.AppendAsync(s_command, CancellationToken.None);
            rounds.Add((GC.GetTotalAllocatedBytes(precise: true) - before) / Appends);
        }

        rounds.Min().ShouldBeLessThanOrEqualTo(950);
    }
}
