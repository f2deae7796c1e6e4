using System.Net;
using Vitrine.Commands;

namespace Vitrine.Profiles;

/// <summary>Asks a pprof server for a profile. Whatever goes wrong is said in a sentence.</summary>
internal sealed class ProfileClient(HttpClient http)
{
    // Beyond the time it measures: a busy server needs some to make the profile.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The profile's bytes, as the server sent them.</summary>
    /// <exception cref="CommandFailure">There is none; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The user does not want to wait.</exception>
    public async Task<byte[]> FetchAsync(CaptureRequest capture, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(capture.Duration + s_patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, capture.Url);
            if (capture.Address.Key is { } key) request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!answer.IsSuccessStatusCode) throw new CommandFailure(await RefusalAsync(capture, answer, patience.Token));
            if (answer.Content.Headers.ContentType?.MediaType is "text/html" or "text/plain") throw new CommandFailure($"{Place(capture)} answers with text, not with a profile. Leave out debug= where the address has it; is that a server of /debug/pprof?");
            return await answer.Content.ReadAsByteArrayAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CommandFailure($"{Place(capture)} gave no profile within {(capture.Duration + s_patience).TotalSeconds} s.");
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailure(e.HttpRequestError == HttpRequestError.ResponseEnded ? $"{Place(capture)} broke off before the profile was whole." : $"{Place(capture)} does not answer: {e.Message}");
        }
    }

    private static async Task<string> RefusalAsync(CaptureRequest capture, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var said = (await answer.Content.ReadAsStringAsync(cancellation)).Trim();
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => $"{Place(capture)} wants a key. Name the file that holds it: --api-key-file FILE",
            // Go's servers mark what they refuse by this header: the text is theirs and says all.
            _ when answer.Headers.Contains("X-Go-Pprof") => $"{Place(capture)} refuses: {said}",
            HttpStatusCode.NotFound => $"{Place(capture)} has no {capture.Url.AbsolutePath}. Is that a debug address? The API's port has no profiles.",
            _ => $"{capture.Url} answers {(int)answer.StatusCode}{(said.Length is > 0 and < 300 && said[0] != '<' ? $": {said}" : ".")}",
        };
    }

    private static string Place(CaptureRequest capture) => capture.Url.GetLeftPart(UriPartial.Authority);
}
