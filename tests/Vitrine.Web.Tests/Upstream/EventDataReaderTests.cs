using System.Text;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Tests.Upstream;

public sealed class EventDataReaderTests
{
    private const int Most = 64 * 1024;

    [Theory]
    [InlineData("", "")]
    [InlineData("data: a\n\n", "a")]
    [InlineData("data:a\n\ndata:  b\n\n", "a| b")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n", "a|b")]
    [InlineData("data: a\ndata: b\ndata:\ndata: c\n\n", "a\nb\n\nc")]
    [InlineData(": keep-alive\n\ndata: a\n\n\n\ndata: b\n\n", "a|b")]
    [InlineData("id: 1\nevent: message\nretry: 10\ndata: a\nid: 2\n\n", "a")]
    [InlineData("event: error\ndata: a\n\ndata: b\n\n", "!a|b")]
    [InlineData("data: a\n\ndata: b", "a", "an event that the stream ends in is none")]
    [InlineData("data: a\n\ndata: b\n", "a", "an event that the stream ends in is none")]
    [InlineData("data: é…\U0001F600\n\n", "é…\U0001F600")]
    public async Task Next_Stream_GivesItsData(string text, string expected, string? why = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        string.Join('|', await ReadAsync(bytes, bytes.Length + 1)).ShouldBe(expected, why);
        string.Join('|', await ReadAsync(bytes, 1)).ShouldBe(expected, why);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Next_RandomChunks_GiveTheSame(int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, 200).Select(_ => new string((char)('a' + random.Next(26)), random.Next(1, 400))).ToArray();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(events.Select(data => $"data: {data}\n\n")));
        (await ReadAsync(bytes, 1 + random.Next(500))).ShouldBe(events);
    }

    [Fact]
    public async Task Next_EventBeyondTheLimit_IsRefusedHoweverItComes()
    {
        var bytes = Encoding.UTF8.GetBytes($"data: a\n\ndata: {new string('x', Most)}\n\n");
        foreach (var chunk in (int[])[bytes.Length + 1, 1000])
        {
            var failed = await Should.ThrowAsync<FailedAnswerException>(() => ReadAsync(bytes, chunk));
            failed.Failure.Type.ShouldBe("stream_error");
            failed.Message.ShouldContain("longer than 65536 bytes");
        }
    }

    [Fact]
    public async Task Next_LongestEvent_IsRead()
    {
        var data = new string('x', Most - "data: \n\n".Length - 1);
        (await ReadAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"), 1000)).ShouldBe([data]);
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(byte[] bytes, int chunk)
    {
        using var reader = new EventDataReader(new ChunkedStream(bytes, chunk), Most);
        var events = new List<string>();
        while (await reader.NextAsync(TestContext.Current.CancellationToken)) events.Add((reader.IsError ? "!" : "") + Encoding.UTF8.GetString(reader.Data));
        return events;
    }

    /// <summary>Gives at most so many bytes a read.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
