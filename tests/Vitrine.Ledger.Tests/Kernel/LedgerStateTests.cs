using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Tests.Kernel;

public sealed class LedgerStateTests
{
    private readonly List<LogEntry> _log = [];
    private LedgerState _state = LedgerState.Empty;
    private long _nowMs = 1_000;

    [Fact]
    public void Command_ForAnUnknownPlace_IsRefused()
    {
        Refused(Append("a", "s", "x")).ShouldBe(RefusalReason.UnknownTenant);
        Written(new LedgerCommand.CreateTenant("a"));
        Refused(Append("a", "s", "x")).ShouldBe(RefusalReason.UnknownStream);
        Written(new LedgerCommand.CreateStream("a", "s"));
        Written(Append("a", "s", "x", "y")).Select(entry => (entry.Position, entry.Remaining)).ShouldBe([(3L, 1), (4L, 0)]);
    }

    [Fact]
    public void Creation_OfWhatIsThere_WritesNothing()
    {
        Begin();
        _state.Decide(new LedgerCommand.CreateTenant("a"), _nowMs).ShouldBe(new Decision.Known(1, 1));
        _state.Decide(new LedgerCommand.CreateStream("a", "s"), _nowMs).ShouldBe(new Decision.Known(2, 2));
    }

    [Fact]
    public void SealedTenant_TakesNothingMore_ButRepeatsAreAnswered()
    {
        Begin();
        Written(Append("a", "s", "x", "y"));
        Written(new LedgerCommand.SealTenant("a"));
        Refused(Append("a", "s", "", "x")).ShouldBe(RefusalReason.TenantSealed);
        Refused(new LedgerCommand.CreateStream("a", "t")).ShouldBe(RefusalReason.TenantSealed);
        _state.Decide(new LedgerCommand.SealTenant("a"), _nowMs).ShouldBe(new Decision.Known(5, 5));
    }

    [Fact]
    public void Key_UsedAgain_IsAnsweredWithTheFirstPlacesOrRefused()
    {
        Begin();
        Written(Keyed("k", "x", "y"));
        _state.Decide(Keyed("k", "x", "y"), _nowMs).ShouldBe(new Decision.Known(3, 4));
        Refused(Keyed("k", "x")).ShouldBe(RefusalReason.KeyReused);
        Refused(Keyed("k", "x", "z")).ShouldBe(RefusalReason.KeyReused);
        Written(Keyed("other", "x", "y")).Count.ShouldBe(2);
    }

    [Fact]
    public void Chain_FollowsEveryEntry_AndTimeNeverGoesBack()
    {
        Begin();
        _nowMs = 5_000;
        Written(Append("a", "s", "x"));
        _nowMs = 10;
        Written(Append("a", "s", "y"));
        _log.Select(entry => entry.TimestampMs).ShouldBe([1_000, 1_000, 5_000, 5_000]);
        _log.Zip(_log.Skip(1)).ShouldAllBe(pair => pair.Second.PreviousHash == pair.First.Hash);
    }

    [Fact]
    public void State_FromTheLogAlone_DecidesAlike()
    {
        Begin();
        Written(Keyed("k", "x", "y"));
        var replayed = _log.Aggregate(LedgerState.Empty, (state, entry) => state.Apply(entry));
        replayed.Head.ShouldBe(_state.Head);
        replayed.Decide(Keyed("k", "x", "y"), _nowMs).ShouldBe(new Decision.Known(3, 4));
        ((Decision.Write)replayed.Decide(Append("a", "s", "z"), _nowMs)).Entries[0].Hash.ShouldBe(((Decision.Write)_state.Decide(Append("a", "s", "z"), _nowMs)).Entries[0].Hash);
    }

    [Fact]
    public void Entry_ThatDoesNotFollow_IsRefused()
    {
        Begin();
        var entry = ((Decision.Write)_state.Decide(Append("a", "s", "x"), _nowMs)).Entries[0];
        Should.Throw<ArgumentException>(() => LedgerState.Empty.Apply(entry));
        Should.Throw<ArgumentException>(() => _state.Apply(entry with { PreviousHash = EntryHash.Zero }));
    }

    private static LedgerCommand.Append Append(string tenant, string stream, params string[] data) => new(tenant, stream, Drafts(data));

    private static LedgerCommand.Append Keyed(string key, params string[] data) => new("a", "s", Drafts(data), key);

    private static IReadOnlyList<EntryDraft> Drafts(string[] data) => [.. data.Select(text => new EntryDraft(System.Text.Encoding.UTF8.GetBytes(text)))];

    private void Begin()
    {
        Written(new LedgerCommand.CreateTenant("a"));
        Written(new LedgerCommand.CreateStream("a", "s"));
    }

    private IReadOnlyList<LogEntry> Written(LedgerCommand command)
    {
        var write = _state.Decide(command, _nowMs).ShouldBeOfType<Decision.Write>();
        _log.AddRange(write.Entries);
        _state = write.Next;
        return write.Entries;
    }

    private RefusalReason Refused(LedgerCommand command) => _state.Decide(command, _nowMs).ShouldBeOfType<Decision.Refused>().Reason;
}
