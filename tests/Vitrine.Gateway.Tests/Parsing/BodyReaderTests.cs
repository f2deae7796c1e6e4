using System.Text;
using Microsoft.AspNetCore.Http;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Parsing;

public sealed class BodyReaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(220_000)]
    [InlineData(3_000_000)]
    public async Task ReadAsync_AnySize_ReadsAllWithAndWithoutALength(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        foreach (var announced in new long?[] { size, null })
        {
            var (body, error) = await ReadAsync(new MemoryStream(bytes), announced);
            error.ShouldBeNull();
            body!.Bytes.SequenceEqual(bytes).ShouldBeTrue();
            body.Dispose();
        }
    }

    [Fact]
    public async Task ReadAsync_AnnouncedTooLarge_IsNotRead()
    {
        var stream = new FailingStream([], new InvalidOperationException("it was read"));
        (await ReadAsync(stream, 1025, maxBytes: 1024)).Error.ShouldBe(GatewayErrors.BodyTooLarge);
    }

    [Fact]
    public async Task ReadAsync_UnannouncedTooLarge_IsRefusedWhenItShows()
    {
        (await ReadAsync(new MemoryStream(new byte[1024]), null, maxBytes: 1024)).Error.ShouldBeNull();
        (await ReadAsync(new MemoryStream(new byte[1025]), null, maxBytes: 1024)).Error.ShouldBe(GatewayErrors.BodyTooLarge);
    }

    [Fact]
    public async Task ReadAsync_ShorterThanAnnounced_SaysSo() =>
        (await ReadAsync(new MemoryStream(new byte[10]), 20)).Error!.Message.ShouldBe("the body ended after 10 of 20 bytes");

    [Theory]
    [InlineData(413, 413)]
    [InlineData(408, 408)]
    [InlineData(400, 400)]
    public async Task ReadAsync_ServerRefuses_TakesItsStatus(int thrown, int expected) =>
        (await ReadAsync(new FailingStream("{\"mod"u8.ToArray(), new BadHttpRequestException("no", thrown)), null)).Error!.Status.ShouldBe(expected);

    [Fact]
    public async Task ReadAsync_ClientGone_IsNoErrorOfOurs()
    {
        (await ReadAsync(new FailingStream([1, 2], new IOException("reset")), null)).Error.ShouldBe(GatewayErrors.ClientLeft);
        (await ReadAsync(new FailingStream([1, 2], new OperationCanceledException()), 10)).Error.ShouldBe(GatewayErrors.ClientLeft);
    }

    [Fact]
    public async Task ReadAsync_LargePrompt_CostsOnePooledBuffer()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"prompt\":\"" + new string('x', 220_000) + "\"}");
        var context = new DefaultHttpContext();
        var stream = new MemoryStream(bytes);
        context.Request.Body = stream;
        context.Request.ContentLength = bytes.Length;
        var allocated = Allocations.MedianBytes(() =>
        {
            stream.Position = 0;
            var (body, _) = BodyReader.ReadAsync(context.Request, BodyReader.DefaultMaxBytes, CancellationToken.None).Result;
            body!.Dispose();
        });
        allocated.ShouldBeLessThan(256);
    }

    private static ValueTask<(RequestBody? Body, GatewayError? Error)> ReadAsync(Stream stream, long? announced, int maxBytes = BodyReader.DefaultMaxBytes)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = stream;
        context.Request.ContentLength = announced;
        return BodyReader.ReadAsync(context.Request, maxBytes, CancellationToken.None);
    }
}
