using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class PendingLinesTests
{
    private readonly PendingLines _pending = new(8 * 1024 * 1024);

    [Fact]
    public void Trim_AfterABurst_FreesBothBuffersAndKeepsWaitingLines()
    {
        AppendMegabytes(2);
        var taken = _pending.Take().Length;
        AppendMegabytes(2);
        _pending.Settle(taken);
        _pending.Trim();
        _pending.IsLarge.ShouldBeTrue("lines wait in the front buffer");

        _pending.Settle(_pending.Take().Length);
        _pending.Trim();
        _pending.IsLarge.ShouldBeFalse();
        _pending.SettledBytes.ShouldBe(_pending.AcceptedBytes);
        _pending.TryAppend("again"u8, out _).ShouldBeTrue();
        _pending.Take().ToArray().ShouldBe("again\n"u8.ToArray());
    }

    [Fact]
    public void Arm_LinesAlreadyWait_RefusesToWait()
    {
        _pending.Arm(bytes: 1).ShouldBeTrue();
        _pending.TryAppend("first"u8, out var wake).ShouldBeTrue();
        wake.ShouldBeTrue();
        _pending.TryAppend("second"u8, out wake).ShouldBeTrue();
        wake.ShouldBeFalse("one signal is enough");
        _pending.Arm(bytes: 1).ShouldBeFalse();
    }

    private void AppendMegabytes(int count)
    {
        for (var i = 0; i < count * 1024; i++)
            _pending.TryAppend(new byte[1023], out _).ShouldBeTrue();
    }
}
