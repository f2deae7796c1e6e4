using System.Diagnostics;

namespace Vitrine.Load.Gateway;

/// <summary>The client of all parts: the same code for every peer.</summary>
internal static class LoadClient
{
    /// <summary>A client of so many connections.</summary>
    public static HttpClient Http(int connections) => new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, ActivityHeadersPropagator = null });

    /// <summary>Sends so many chats over so many connections.</summary>
    /// <param name="isStream">Whether the request of a number, from 1 on, is a stream.</param>
    public static Task SendManyAsync(HttpClient http, Peer peer, int connections, int requests, Func<int, bool> isStream)
    {
        var sent = 0;
        return Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            for (int number; (number = Interlocked.Increment(ref sent)) <= requests;) await SendAsync(http, peer, isStream(number));
        }));
    }

    /// <summary>Sends one chat and reads the answer to its end.</summary>
    /// <returns>The time to the answer's first byte.</returns>
    public static async Task<TimeSpan> SendAsync(HttpClient http, Peer peer, bool stream, int thinkMs = 0, int paceMs = 0)
    {
        var sent = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, peer.Url + "/v1/chat/completions") { Content = BenchServers.Body(stream, thinkMs, paceMs) };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var first = new byte[1];
        if (await body.ReadAsync(first) == 0) throw new InvalidDataException($"{peer.Name} sent an empty answer.");
        var firstByte = Stopwatch.GetElapsedTime(sent);
        await body.CopyToAsync(Stream.Null);
        return firstByte;
    }
}
