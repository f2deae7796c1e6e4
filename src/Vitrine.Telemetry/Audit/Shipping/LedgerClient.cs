using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Vitrine.Telemetry.Audit.Outbox;

namespace Vitrine.Telemetry.Audit.Shipping;

/// <summary>Sends batches of entries to a ledger, as the bytes that they are. Whatever goes wrong is an answer.</summary>
internal sealed class LedgerClient(HttpMessageInvoker http, AuditOptions options, TimeProvider clock)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    // One batch at a time; made anew for each, a body of this size would be collected with the oldest generation.
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly Uri _address = new(options.Ledger, AuditBatch.Path);

    /// <summary>Sends a batch. One at a time.</summary>
    public async Task<LedgerAnswer> SendAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(s_timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(BodyOf(entries)) };
            request.Content.Headers.ContentType = s_json;
            if (options.Key is { } key) request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
            using var response = await http.SendAsync(request, either.Token);
            return AnswerOf(response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return new LedgerAnswer(LedgerVerdict.Later, e is OperationCanceledException ? $"it did not answer within {s_timeout.TotalSeconds:0} s" : e.Message);
        }
    }

    // {"events":[…,…]}: entries are JSON already.
    private ReadOnlyMemory<byte> BodyOf(IReadOnlyList<OutboxEntry> entries)
    {
        _body.ResetWrittenCount();
        var before = "{\"events\":["u8;
        foreach (var entry in entries)
        {
            _body.Write(before);
            _body.Write(entry.Json.Span);
            before = ","u8;
        }

        _body.Write("]}"u8);
        return _body.WrittenMemory;
    }

    private LedgerAnswer AnswerOf(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return new LedgerAnswer(LedgerVerdict.Taken);
        var problem = $"it answered {(int)response.StatusCode}";
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge) return new LedgerAnswer(LedgerVerdict.Refused, problem);
        // A wrong key or address may be mended while the entries wait.
        var wait = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - clock.GetUtcNow() : null;
        return new LedgerAnswer(LedgerVerdict.Later, problem, wait);
    }
}
