using System.Text;
using System.Text.Json;

namespace Vitrine.Scenarios;

/// <summary>The few calls of the OpenAI API that scenarios make, by hand: a library would not send what is wrong on purpose.</summary>
internal static class OpenAiCalls
{
    /// <summary>The first model of the list.</summary>
    public static async Task<string> ModelAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var answer = await ExpectAsync(context, HttpMethod.Get, "/v1/models", null, 200, cancellation);
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.GetProperty("data")[0].GetProperty("id").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new ScenarioException("GET /v1/models does not list a model.");
        }
    }

    /// <summary>Sends a request and reads the answer to its end.</summary>
    /// <exception cref="ScenarioException">The status is another than <paramref name="status"/>.</exception>
    public static async Task<string> ExpectAsync(ScenarioContext context, HttpMethod method, string path, string? body, int status, CancellationToken cancellation)
    {
        using var answer = await SendAsync(context, method, path, body, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return (int)answer.StatusCode == status ? text : throw new ScenarioException($"{method} {path} answered {(int)answer.StatusCode}, not {status}: {text[..Math.Min(text.Length, 200)]}");
    }

    /// <summary>Reads the first byte of a stream and hangs up.</summary>
    public static async Task LeaveAsync(ScenarioContext context, string path, string body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(context, HttpMethod.Post, path, body, cancellation);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        if (await stream.ReadAsync(new byte[1], cancellation) == 0) throw new ScenarioException("The stream ended before its first byte.");
    }

    /// <summary>Posts a body, reads the answer to its end and tells its status.</summary>
    public static async Task<int> StatusAsync(ScenarioContext context, string path, string body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(context, HttpMethod.Post, path, body, cancellation);
        _ = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return (int)answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(ScenarioContext context, HttpMethod method, string path, string? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(context.Api, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await context.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }
}
