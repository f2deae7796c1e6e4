using System.Net;
using System.Text;
using System.Text.Json;
using Vitrine.Commands;
using Vitrine.Ledger.Audit;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Heads;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Audit;

/// <summary>Asks a ledger for its audit trail. Whatever goes wrong is said in a sentence.</summary>
internal sealed class AuditClient(HttpClient http, DebugAddress ledger)
{
    // Until an answer begins. A long trail then takes as long as it takes.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    // The ledger reads all of its log before it says anything.
    private static readonly TimeSpan s_checkPatience = TimeSpan.FromMinutes(30);

    /// <summary>The signed head of a range.</summary>
    /// <param name="range">The bounds, as the ledger's API has them.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="CommandFailure">There is none; the message says why.</exception>
    public async Task<AuditHead> HeadAsync(IReadOnlyList<(string Name, string? Value)> range, CancellationToken stop)
    {
        await using var body = await GetAsync("/v1/audit/head" + Query(range), stop);
        try
        {
            return (await JsonSerializer.DeserializeAsync(body, AuditHeadJson.Default.AuditHead, stop))!;
        }
        catch (JsonException)
        {
            throw new CommandFailure($"{ledger.Url} answers something else than a signed head. Is that a ledger's address?");
        }
    }

    /// <summary>What the ledger finds wrong when it makes the trail anew from its log; null when the two agree.</summary>
    /// <exception cref="CommandFailure">It does not say; the message says why. A log that is damaged is one of the reasons.</exception>
    public async Task<string?> CheckAsync(CancellationToken stop)
    {
        await using var body = await GetAsync("/v1/audit/verify", stop, s_checkPatience);
        try
        {
            using var found = await JsonDocument.ParseAsync(body, default, stop);
            return found.RootElement.GetProperty("ok"u8).GetBoolean() ? null : found.RootElement.GetProperty("problem"u8).GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CommandFailure($"{ledger.Url} answers something else than what it verified. Is that a ledger's address?");
        }
    }

    /// <summary>The public key of its heads, PEM.</summary>
    /// <exception cref="CommandFailure">There is none; the message says why.</exception>
    public async Task<string> PublicKeyAsync(CancellationToken stop)
    {
        using var body = new StreamReader(await GetAsync("/v1/audit/public-key", stop), Encoding.ASCII);
        return await body.ReadToEndAsync(stop);
    }

    /// <summary>The records that a head is about.</summary>
    /// <exception cref="CommandFailure">They are not to be had; the message says why.</exception>
    public Task<Stream> ExportAsync(IReadOnlyList<(string Name, string? Value)> range, AuditFormat format, AuditHead head, CancellationToken stop) =>
        GetAsync("/v1/audit/export" + Query([.. range, ("format", format.ToString().ToLowerInvariant()), ("last", $"{head.LastSequence ?? 0}")]), stop);

    /// <summary>The newest records that filters let through, newest first.</summary>
    /// <param name="filters">Names and values as the ledger's API has them; those without a value are left out.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="CommandFailure">They are not to be had; the message says why.</exception>
    public async Task<IReadOnlyList<AuditRecord>> QueryAsync(IReadOnlyList<(string Name, string? Value)> filters, int most, CancellationToken stop)
    {
        var found = new List<AuditRecord>();
        for (string? after = null; found.Count < most;)
        {
            await using var body = await GetAsync("/v1/audit/events" + Query([.. filters, ("after", after), ("limit", $"{Math.Min(AuditPage.MostRecords, most - found.Count)}")]), stop);
            try
            {
                using var page = await JsonDocument.ParseAsync(body, default, stop);
                found.AddRange(page.RootElement.GetProperty("events"u8).EnumerateArray().Select(record => AuditRecordReader.Read(Encoding.UTF8.GetBytes(record.GetRawText()))));
                if (page.RootElement.GetProperty("next"u8) is not { ValueKind: JsonValueKind.Number } next) break;
                after = next.GetRawText();
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or AuditFormatException)
            {
                throw new CommandFailure($"{ledger.Url} answers something else than audit records: {e.Message}");
            }
        }

        return found;
    }

    private async Task<Stream> GetAsync(string path, CancellationToken stop, TimeSpan? atMost = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(atMost ?? s_patience);
        HttpResponseMessage? answer = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, ledger.Url + path);
            if (ledger.Key is { } key) request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!answer.IsSuccessStatusCode) throw new CommandFailure(await RefusalAsync(answer, patience.Token));
            var body = await answer.Content.ReadAsStreamAsync(stop);
            answer = null;
            return body;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CommandFailure($"{ledger.Url} gave no answer within {(atMost ?? s_patience).TotalSeconds} s.");
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailure($"{ledger.Url} does not answer: {e.Message}. Start a ledger with vitrine up or vitrine serve ledger, or name one with --url.");
        }
        finally
        {
            answer?.Dispose();
        }
    }

    private async Task<string> RefusalAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized) return $"{ledger.Url} wants a key. Name the file that holds it: --api-key-file FILE";
        try
        {
            using var body = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(stop), default, stop);
            return $"{ledger.Url} refuses: {body.RootElement.GetProperty("error"u8).GetProperty("message"u8).GetString()}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"{ledger.Url} answers {(int)answer.StatusCode}. Is that a ledger's address?";
        }
    }

    private static string Query(IReadOnlyList<(string Name, string? Value)> pairs) =>
        string.Concat(pairs.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select((pair, i) => $"{(i == 0 ? '?' : '&')}{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
}
