using System.IO.Pipes;
using System.Runtime.InteropServices;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class DescriptorStreamTests
{
    private const int SetFlagsCommand = 4;
    private const int NonBlocking = 0x800;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_PipeSmallerThanTheText_ArrivesWhole(bool nonBlocking)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "descriptor flags as Linux numbers them");
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        if (nonBlocking)
            SetFlags(Descriptor(reader), SetFlagsCommand, NonBlocking).ShouldBe(0);
        var text = new byte[1_000_000];
        new Random(5).NextBytes(text);
        var writing = Task.Run(() =>
        {
            using var stream = new DescriptorStream(Descriptor(reader));
            stream.Write(text);
            reader.DisposeLocalCopyOfClientHandle();
        });

        using var received = new MemoryStream();
        await reader.CopyToAsync(received);
        await writing;
        received.ToArray().ShouldBe(text);
    }

    [Fact]
    public void Write_ClosedPipe_ThrowsWithTheReason()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix descriptors");
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        writer.DisposeLocalCopyOfClientHandle();
        using var stream = new DescriptorStream((int)writer.SafePipeHandle.DangerousGetHandle());
        Should.Throw<IOException>(() => stream.Write("x"u8)).Message.ShouldContain("pipe", Case.Insensitive);
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int SetFlags(int descriptor, int command, int flags);

    private static int Descriptor(AnonymousPipeServerStream pipe) => (int)pipe.ClientSafePipeHandle.DangerousGetHandle();
}
