using System.Net.WebSockets;
using System.Text.Json;

namespace Vitrine.Profiling.Tests.Live;

/// <summary>Reads the messages of the live charts as any client would.</summary>
internal sealed class LiveClient(ClientWebSocket socket) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[1024 * 1024];

    /// <summary>The next message, whole: its event and its data.</summary>
    public async Task<(string Event, JsonElement Data)> ReadAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(new ArraySegment<byte>(_buffer, length, _buffer.Length - length), deadline.Token);
            if (part.MessageType == WebSocketMessageType.Close) throw new EndOfStreamException("The server closed the socket.");
            length += part.Count;
            if (!part.EndOfMessage) continue;
            var message = JsonDocument.Parse(_buffer.AsMemory(0, length).ToArray()).RootElement;
            return (message.GetProperty("event").GetString()!, message.GetProperty("data"));
        }
    }

    /// <summary>Reads moments until one is as wanted.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isWanted)
    {
        while (true)
        {
            var (name, data) = await ReadAsync();
            if (name == "metrics" && isWanted(data.GetProperty("series"))) return data;
        }
    }

    /// <summary>Says goodbye as a page does that is closed.</summary>
    public Task LeaveAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
