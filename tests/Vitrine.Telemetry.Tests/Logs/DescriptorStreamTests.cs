using System.IO.Pipes;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class DescriptorStreamTests
{
    [Fact]
    public async Task Write_Pipe_ArrivesWhole()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix descriptors");
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
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

    private static int Descriptor(AnonymousPipeServerStream pipe) => (int)pipe.ClientSafePipeHandle.DangerousGetHandle();
}
