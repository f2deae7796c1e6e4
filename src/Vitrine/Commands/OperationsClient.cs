using System.Net;
using System.Text.Json;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Commands;

/// <summary>Asks the roles' debug addresses for what they remember of a request.</summary>
internal sealed class OperationsClient(HttpClient http, IReadOnlyList<DebugAddress> roles)
{
    /// <summary>The id that stands for the newest finished inference.</summary>
    public const string Last = "last";

    /// <summary>Every role's roots of a request; empty when nobody remembers it.</summary>
    /// <remarks>
    /// Each role has its own newest inference, or what else it did last: the newest inference of them all says which trace is meant, and the trace is
    /// asked of all. Without that preference the ledger, which hears of every inference a moment later, would always be the newest.
    /// </remarks>
    /// <exception cref="CommandFailure">A role does not answer, or answers something else.</exception>
    public async Task<IReadOnlyList<OperationView>> FindAsync(string id, CancellationToken cancellation)
    {
        var found = await AskAllAsync(id, cancellation);
        if (id != Last || found.Count == 0) return found;
        var newest = found.Where(Infers).MaxBy(root => root.StartedAt) ?? found.MaxBy(root => root.StartedAt)!;
        return newest.TraceId is { } trace && roles.Count > 1 ? await AskAllAsync(trace, cancellation) : [newest];
    }

    private static bool Infers(OperationView scope) => scope.Kind == InferenceKinds.Inference.Name || scope.Children.Any(Infers);

    private async Task<IReadOnlyList<OperationView>> AskAllAsync(string id, CancellationToken cancellation)
    {
        var found = new List<OperationView>();
        foreach (var role in roles) found.AddRange(await AskAsync(role, id, cancellation));
        return found;
    }

    private async Task<IReadOnlyList<OperationView>> AskAsync(DebugAddress role, string id, CancellationToken cancellation)
    {
        var root = role.Url;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{root}/debug/operations?id={Uri.EscapeDataString(id)}");
            request.Headers.Accept.ParseAdd("application/json");
            if (role.Key is { } key) request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
            using var answer = await http.SendAsync(request, cancellation);
            if (answer.StatusCode == HttpStatusCode.Unauthorized) throw new CommandFailure($"{root} wants a key. Name the file that holds it: --api-key-file FILE");
            // 404 comes with a document too: it says that the ring no longer holds the request.
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotFound) throw new CommandFailure($"{root}/debug/operations answers {(int)answer.StatusCode}. Is that a role's debug address?");
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            var document = await JsonSerializer.DeserializeAsync(body, DebugJson.Default.OperationsDocument, cancellation);
            return [.. (document?.Matches ?? []).Select(match => match with { Service = match.Service ?? document!.Service })];
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            throw new CommandFailure($"{root} does not answer: {(e is HttpRequestException ? e.Message : "nothing came in time")}. See: vitrine doctor");
        }
        catch (JsonException)
        {
            throw new CommandFailure($"{root}/debug/operations answers something else than operations. Is that a role's debug address?");
        }
    }
}
