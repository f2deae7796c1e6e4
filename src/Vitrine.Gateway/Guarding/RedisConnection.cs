using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Gateway.Guarding;

/// <summary>
/// One connection that speaks RESP2, as much of it as a token bucket needs: a command is an array of texts, a reply an integer, a text, nothing,
/// an error, or an array of these. No Redis client restores here; a library can stand in its place.
/// </summary>
/// <remarks>Not thread-safe: one command at a time. After an exception the connection is of no use.</remarks>
internal sealed class RedisConnection : IAsyncDisposable
{
    private const int LongestText = 1 << 20;
    private readonly TcpClient _client;
    private readonly PipeReader _reader;
    private readonly ArrayBufferWriter<byte> _command = new();

    private RedisConnection(TcpClient client)
    {
        _client = client;
        _reader = PipeReader.Create(client.GetStream());
    }

    /// <summary>Connects and says the password, if there is one.</summary>
    /// <exception cref="IOException">It refuses, or speaks something else.</exception>
    /// <exception cref="SocketException">Nobody answers.</exception>
    public static async Task<RedisConnection> OpenAsync(string host, int port, string? password, CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(host, port, cancellation);
            var connection = new RedisConnection(client);
            if (!string.IsNullOrEmpty(password)) await connection.SendAsync(["AUTH", password], cancellation);
            return connection;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command and reads its reply: a <see cref="long"/>, a <see cref="string"/>, null, or a list of these.</summary>
    /// <exception cref="IOException">The reply is an error, or no RESP.</exception>
    public async Task<object?> SendAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        _command.Clear();
        Write($"*{words.Count}\r\n");
        foreach (var word in words) Write($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        await _client.GetStream().WriteAsync(_command.WrittenMemory, cancellation);
        return await ReadReplyAsync(depth: 0, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.CompleteAsync();
        _client.Dispose();
    }

    private void Write(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        _command.Advance(Encoding.UTF8.GetBytes(text, _command.GetSpan(bytes)));
    }

    private async ValueTask<object?> ReadReplyAsync(int depth, CancellationToken cancellation)
    {
        var line = await ReadLineAsync(cancellation);
        var rest = line.Length > 0 ? line[1..] : "";
        switch (line.Length > 0 ? line[0] : ' ')
        {
            case '+':
                return rest;
            case ':':
                return Number(rest);
            case '-':
                throw new IOException($"Redis answered: {rest}");
            case '$':
                return Number(rest) is >= 0 and <= LongestText and var length ? await ReadTextAsync((int)length, cancellation) : null;
            case '*' when depth < 4:
                var items = new object?[Math.Clamp(Number(rest), 0, 1024)];
                for (var i = 0; i < items.Length; i++) items[i] = await ReadReplyAsync(depth + 1, cancellation);
                return items;
            default:
                throw new IOException("What answers is no Redis.");
        }
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted || read.Buffer.Length > LongestText) throw new IOException("Redis closed the connection, or sent a line without end.");
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async ValueTask<string> ReadTextAsync(int length, CancellationToken cancellation)
    {
        var read = await _reader.ReadAtLeastAsync(length + 2, cancellation);
        if (read.Buffer.Length < length + 2) throw new IOException("Redis closed the connection.");
        var text = Encoding.UTF8.GetString(read.Buffer.Slice(0, length));
        _reader.AdvanceTo(read.Buffer.GetPosition(length + 2));
        return text;
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new IOException("What answers is no Redis.");
}
