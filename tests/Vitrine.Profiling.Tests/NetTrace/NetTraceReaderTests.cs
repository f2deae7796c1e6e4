using Vitrine.Profiling.NetTrace;

namespace Vitrine.Profiling.Tests.NetTrace;

/// <summary><c>recorded.nettrace</c> is what the runtime 10.0.12 wrote for five exceptions and 3,000 arrays of 1,000 bytes.</summary>
public sealed class NetTraceReaderTests
{
    private const int LargestPieceBytes = 4 * 1024 * 1024;

    private static byte[] Recorded { get; } = File.ReadAllBytes(Beside("recorded.nettrace"));

    [Fact]
    public void Read_ARecordedStream_HandsOutItsEvents() => NetTraceText.Of(Recorded).ShouldBe(File.ReadAllText(Beside("recorded.txt")));

    [Fact]
    public void Read_AStreamThatIsCutOff_SaysWhereAtEveryByte()
    {
        for (var length = 0; length < Recorded.Length; length++)
        {
            var fault = Should.Throw<NetTraceException>(() => NetTraceText.Of(Recorded[..length]));
            fault.Offset.ShouldBeLessThanOrEqualTo(length);
        }
    }

    [Fact]
    public void Read_AnyDamage_EndsWithEventsOrAnErrorAndLittleMemory()
    {
        var random = new Random(20261120);
        var refused = 0;
        for (var run = 0; run < 30_000; run++)
        {
            var damaged = (byte[])Recorded.Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                NetTraceText.Of(damaged);
            }
            catch (NetTraceException)
            {
                refused++;
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2 * LargestPieceBytes, $"run {run}");
        }

        refused.ShouldBeInRange(1_000, 29_000);
    }

    [Fact]
    public void Read_NumbersWithoutGaps_LosesNothing() =>
        NetTraceText.Of(new NetTraceBytes().Events(11, 1, 2, 3).Events(12, 1).SequencePoint((11, 3), (12, 1)).ToArray()).ShouldContain("4 events, 0 lost");

    [Fact]
    public void Read_AGapInAThreadsNumbers_CountsWhatIsLost() =>
        NetTraceText.Of(new NetTraceBytes().Events(11, 1, 5).Events(12, 3).ToArray()).ShouldContain("3 events, 5 lost");

    [Fact]
    public void Read_AThreadThatLostEverything_IsSeenAtTheSequencePoint() =>
        NetTraceText.Of(new NetTraceBytes().Events(11, 1).SequencePoint((11, 4), (12, 100)).ToArray()).ShouldContain("1 events, 103 lost");

    [Fact]
    public void Read_TheIdOfAnEndedThread_BeginsAgainWithoutLoss() =>
        NetTraceText.Of(new NetTraceBytes().Events(11, 1, 2, 3, 1, 2).ToArray()).ShouldContain("5 events, 0 lost");

    [Fact]
    public void Read_StacksAfterASequencePoint_AreNumberedAgain()
    {
        var stream = new NetTraceBytes().Stacks(1, 3, 2).Event(11, 1, stack: 2).SequencePoint((11, 1)).Stacks(1, 4).Event(11, 2, stack: 1).ToArray();
        NetTraceText.Of(stream).ShouldStartWith("shop 7 v3: 2 bytes, 2 frames\nshop 7 v3: 2 bytes, 4 frames\n");
    }

    [Fact]
    public void Read_AStackFromBeforeASequencePoint_IsAnError() =>
        Should.Throw<NetTraceException>(() => NetTraceText.Of(new NetTraceBytes().Stacks(1, 3).SequencePoint().Event(11, 1, stack: 1).ToArray()))
            .Message.ShouldStartWith("an event refers to the unknown stack 1");

    [Fact]
    public void Read_ABlockOfAKindToCome_IsPassedOver() =>
        NetTraceText.Of(new NetTraceBytes().Block("LabelListBlock", block => block.Write(1)).Events(11, 1).ToArray()).ShouldContain("1 events, 0 lost");

    [Fact]
    public void Read_SomethingElse_SaysSo() =>
        Should.Throw<NetTraceException>(() => NetTraceText.Of("GET / HTTP/1.1\r\n"u8.ToArray())).Message.ShouldBe("this is no nettrace stream (offset 8)");

    [Fact]
    public void Read_ManyBlocks_KeepsNoMoreThanOne()
    {
        var stream = new NetTraceBytes();
        for (var i = 1; i <= 20_000; i++)
        {
            stream.Stacks(1, 50).Event(11, i, stack: 1);
            if (i % 100 == 0) stream.SequencePoint((11, i));
            else stream.SequencePoint();
        }

        var bytes = stream.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        new NetTraceReader(new MemoryStream(bytes), new CountingSink()).Read().Events.ShouldBe(20_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    private static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, "NetTrace", name);

    private sealed class CountingSink : INetTraceSink
    {
        public void OnEvent(in NetTraceEvent record)
        {
        }
    }
}
