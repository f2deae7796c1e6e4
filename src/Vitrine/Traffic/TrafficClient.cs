using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Vitrine.Traffic;

/// <summary>Sends one call and says what became of it. Thread-safe.</summary>
/// <param name="http">A client without a time limit.</param>
/// <param name="doors">Where the service is.</param>
/// <param name="timeout">The longest time from the request to the end of its answer.</param>
/// <param name="clock">Tells when things happened.</param>
internal sealed class TrafficClient(HttpClient http, TrafficDoors doors, TimeSpan timeout, TimeProvider clock)
{
    /// <summary>Sends a call.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="body">Its body.</param>
    /// <param name="apiKey">Who calls, or null.</param>
    /// <param name="stop">Ends the run: the call is then unfinished.</param>
    public async Task<CallResult> SendAsync(CallKind kind, string body, string? apiKey, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var leaving = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, leaving.Token, stop);
        CallResult result;
        try
        {
            using var request = RequestOf(kind, Encoding.UTF8.GetBytes(body), leaving.Cancel);
            if (apiKey is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            result = await JudgeAsync(kind, answer, either.Token);
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            result = new CallResult(CallOutcome.Left);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            result = new CallResult(CallOutcome.Unfinished);
        }
        catch (OperationCanceledException)
        {
            result = Failed($"no answer within {Settings.DurationText.Format(timeout)}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            result = Failed(e.Message);
        }

        return result with { EndedAt = clock.GetTimestamp() };
    }

    private HttpRequestMessage RequestOf(CallKind kind, byte[] body, Action leave)
    {
        HttpContent content = kind.End switch
        {
            CallEnd.LeavesInBody => LeavingContent.Json(body, body.Length / 2, leave),
            CallEnd.LeavesBeforeAnswer => LeavingContent.Json(body, body.Length, leave),
            _ => new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        return new HttpRequestMessage(HttpMethod.Post, doors.UrlOf(kind)) { Content = content };
    }

    private async Task<CallResult> JudgeAsync(CallKind kind, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            if (kind.End == CallEnd.Refusal) return Failed($"{kind.Name}: answered, where a 4xx is due") with { Status = status };
            var reader = new AnswerReader(clock);
            await reader.ReadAsync(answer, kind.End == CallEnd.LeavesInAnswer, cancellation);
            return new CallResult(reader.Problem is not null ? CallOutcome.Failed : kind.End == CallEnd.LeavesInAnswer ? CallOutcome.Left : CallOutcome.Answered)
            {
                Status = status,
                FirstTokenAt = reader.FirstTokenAt,
                InputTokens = reader.InputTokens,
                OutputTokens = reader.OutputTokens,
                IsEstimated = reader.IsEstimated,
                Problem = reader.Problem is { } problem ? Shortened(problem) : null,
            };
        }

        // Read to its end, so that the connection serves again.
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (status == 429 || (status == 503 && answer.Headers.RetryAfter is not null)) return new CallResult(CallOutcome.Shed) { Status = status };
        if (status is >= 400 and < 500 && kind.End is CallEnd.Refusal or CallEnd.AnswerOrRefusal) return new CallResult(CallOutcome.Refused) { Status = status };
        return Failed($"{status} {Shortened(text)}") with { Status = status };
    }

    private static CallResult Failed(string problem) => new(CallOutcome.Failed) { Problem = problem };

    // One line of a stranger's text.
    private static string Shortened(string text) => (text.Length <= 160 ? text : $"{text.AsSpan(0, 160)}…").ReplaceLineEndings(" ");
}
