using System.IO.Pipelines;
using System.Text;
using Vitrine.Supervision;

namespace Vitrine.Tests.Supervision;

public sealed class StopSignalsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task OfChild_LifelineEnds_AsksToStop()
    {
        var lifeline = new Pipe();
        using var signals = StopSignals.OfChild(lifeline.Reader.AsStream());
        var asked = new TaskCompletionSource();
        await using var registration = signals.Token.Register(asked.SetResult);
        signals.Token.IsCancellationRequested.ShouldBeFalse();

        await lifeline.Writer.CompleteAsync();

        await asked.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task LineStream_Bytes_ComeAsLines()
    {
        var lines = new List<string>();
        using var stream = new MemoryStream("one\r\n\ntwo\nrest"u8.ToArray());

        await LineStream.ReadAsync(stream, line => lines.Add(Encoding.UTF8.GetString(line)));

        lines.ShouldBe(["one", "", "two", "rest"]);
    }

    [Fact]
    public async Task LineStream_EndlessLine_ComesInPieces()
    {
        var sizes = new List<int>();
        using var stream = new MemoryStream(new byte[LineStream.LongestLine * 3]);

        await LineStream.ReadAsync(stream, line => sizes.Add(line.Length));

        sizes.Sum().ShouldBe(LineStream.LongestLine * 3);
        sizes.Max().ShouldBeLessThan(LineStream.LongestLine * 2);
    }
}
