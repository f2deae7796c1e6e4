using Vitrine.Ledger.Tests.Support;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Ledger.Tests;

public sealed class LedgerValidatorTests
{
    [Fact]
    public async Task Options_ThatCannotBeUsed_AreAllTold()
    {
        var wrong = await Should.ThrowAsync<ServerException>(() => ServedLedger.StartRecoveringAsync(options => options with
        {
            Api = [],
            NodeId = 256,
            Limits = new() { BodyBytes = 0, DataBytes = 0, EntriesPerBatch = 10_001, RowsPerPage = 0 },
            WriteTimeout = TimeSpan.Zero,
            QueryTimeout = TimeSpan.Zero,
            StalledBeyond = 0,
        }));
        wrong.Message.Split(Environment.NewLine).Select(sentence => sentence.Split(':')[0]).ShouldBe(
            ["Api", "NodeId", "Limits.BodyBytes", "Limits.DataBytes", "Limits.EntriesPerBatch", "Limits.RowsPerPage", "WriteTimeout", "QueryTimeout", "StalledBeyond"]);
    }
}
