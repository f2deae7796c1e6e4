using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Chaos.Worlds.Clusters;

/// <summary>A ledger node as its clients have it: HTTP, with its answers in the engine's own words.</summary>
internal sealed class NodeClient(HttpClient http, Uri node)
{
    private const int PageEntries = 500;

    // A node that is held still answers nothing; a write waits for a leader up to 5 s.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    /// <summary>Sends a command.</summary>
    /// <exception cref="EngineUnavailableException">It was not taken.</exception>
    /// <exception cref="OutcomeUnknownException">Nobody can say.</exception>
    public async Task<AppendResult> AppendAsync(LedgerCommand command, CancellationToken cancellationToken)
    {
        using var request = RequestOf(command);
        var (status, answer) = await SendAsync(request, cancellationToken);
        if (status is HttpStatusCode.OK or HttpStatusCode.Created)
        {
            var isAppend = command is LedgerCommand.Append;
            return new AppendResult
            {
                // Sealing has one answer for both.
                IsKnown = isAppend ? answer.GetProperty("duplicate").GetBoolean() : status == HttpStatusCode.OK,
                First = answer.GetProperty(isAppend ? "first_position" : "position").GetInt64(),
                Last = answer.GetProperty(isAppend ? "last_position" : "position").GetInt64(),
            };
        }

        var (type, message) = ErrorOf(answer);
        RefusalReason? refusal = type switch
        {
            "tenant_sealed" => RefusalReason.TenantSealed,
            "key_reused" => RefusalReason.KeyReused,
            "unknown_tenant" => RefusalReason.UnknownTenant,
            "unknown_stream" => RefusalReason.UnknownStream,
            _ => null,
        };
        if (refusal is not null) return new AppendResult { Refusal = refusal };
        throw type switch
        {
            "outcome_unknown" => new OutcomeUnknownException(message),
            _ when status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => new EngineUnavailableException(type, message),
            _ => new InvalidOperationException($"HTTP {(int)status}, {type}: {message}"),
        };
    }

    /// <summary>The position of the last entry of its copy; null while it serves no reads.</summary>
    public async Task<long?> HeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await GetAsync("/v1/log?from=1&limit=1", cancellationToken)).GetProperty("head_position").GetInt64();
        }
        catch (EngineUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Entries of its copy, with their bodies and hashes as it has them.</summary>
    /// <exception cref="EngineUnavailableException">It serves no reads now.</exception>
    public async Task<IReadOnlyList<LogEntry>> ReadAsync(long from, long to, CancellationToken cancellationToken)
    {
        var entries = new List<LogEntry>();
        while (from <= to)
        {
            var page = await GetAsync($"/v1/log?from={from}&limit={Math.Min(PageEntries, to - from + 1)}&bodies=true", cancellationToken);
            var before = entries.Count;
            entries.AddRange(page.GetProperty("entries").EnumerateArray().Select(EntryOf));
            if (entries.Count == before) return entries;
            from = entries[^1].Position + 1;
        }

        return entries;
    }

    /// <summary>Whether it serves, and who leads as it knows: 0 for nobody.</summary>
    public async Task<(bool IsReady, bool IsLeader)> StatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node, "/health/ready"));
            var (ready, _) = await SendAsync(request, cancellationToken);
            return (ready == HttpStatusCode.OK, (await GetAsync("/status", cancellationToken)).GetProperty("is_leader").GetBoolean());
        }
        catch (Exception e) when (e is EngineUnavailableException or OutcomeUnknownException)
        {
            return (false, false);
        }
    }

    /// <summary>How many entries did not verify since it started.</summary>
    public async Task<double> ChecksumFailuresAsync(CancellationToken cancellationToken)
    {
        var page = await http.GetStringAsync(new Uri(node, "/metrics"), cancellationToken);
        return page.Split('\n').Where(line => line.StartsWith("kmb_checksum_failures_total{", StringComparison.Ordinal)).Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..]));
    }

    private static (string Type, string Message) ErrorOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) ? (error.GetProperty("type").GetString()!, error.GetProperty("message").GetString()!) : ("", "");

    private static LogEntry EntryOf(JsonElement json)
    {
        _ = EntryHash.TryParse(json.GetProperty("prev_hash").GetString(), out var previous);
        _ = EntryHash.TryParse(json.GetProperty("hash").GetString(), out var hash);
        return EntryCodec.TryRead(json.GetProperty("body").GetBytesFromBase64(), previous, hash, out var entry) ? entry : throw new InvalidOperationException($"This is no entry: {json}");
    }

    private HttpRequestMessage RequestOf(LedgerCommand command)
    {
        var tenant = $"/v1/tenants/{command.Tenant}";
        switch (command)
        {
            case LedgerCommand.CreateTenant:
                return new HttpRequestMessage(HttpMethod.Put, new Uri(node, tenant));
            case LedgerCommand.CreateStream create:
                return new HttpRequestMessage(HttpMethod.Put, new Uri(node, $"{tenant}/streams/{create.Stream}"));
            case LedgerCommand.SealTenant:
                return new HttpRequestMessage(HttpMethod.Post, new Uri(node, $"{tenant}/seal"));
            case LedgerCommand.Append append:
                var entries = append.Entries.Select(entry => $$"""{"data":{{Encoding.UTF8.GetString(entry.Data.Span)}},"key":"{{entry.Key}}"}""");
                var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node, $"{tenant}/streams/{append.Stream}/entries"))
                {
                    Content = new StringContent($$"""{"entries":[{{string.Join(',', entries)}}]}""", Encoding.UTF8, "application/json"),
                };
                if (append.Key.Length > 0) request.Headers.Add("Idempotency-Key", append.Key);
                return request;
            default:
                throw new ArgumentException($"{command.GetType().Name} has no request.", nameof(command));
        }
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node, path));
        try
        {
            var (status, answer) = await SendAsync(request, cancellationToken);
            if (status == HttpStatusCode.OK) return answer;
            var (type, message) = ErrorOf(answer);
            throw new EngineUnavailableException(type, $"{path}: HTTP {(int)status}: {message}");
        }
        catch (OutcomeUnknownException e)
        {
            throw new EngineUnavailableException("down", e.Message, e);
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            using var answer = await http.SendAsync(request, patience.Token);
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            return (answer.StatusCode, text.StartsWith('{') ? JsonElement.Parse(text) : default);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            throw new EngineUnavailableException("down", "Nobody listens there.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new OutcomeUnknownException("The connection ended without an answer.", e);
        }
    }
}
