using System.Globalization;
using System.Text.Json;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Heads;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Audit.Table;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Requests;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Audit.Requests;

/// <summary>The audit trail: recording, reading, exporting, and what proves it. Reading it is recorded in it.</summary>
internal sealed class AuditEndpoints(CallRunner runner, ProjectionReads reads, ILogEngine engine, AuditTable table, AuditRecorder recorder, AuditSigner signer, LedgerOptions options)
{
    private const int SendBytes = 64 * 1024;
    private const string PublicKeyType = "application/x-pem-file";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        runner.MapWrite(endpoints, HttpMethods.Post, AuditBatch.Path, "append", RecordAsync);
        runner.MapQuery(endpoints, AuditBatch.Path, QueryAsync);
        runner.MapQuery(endpoints, "/v1/audit/export", ExportAsync);
        runner.MapQuery(endpoints, "/v1/audit/head", HeadAsync);
        runner.MapQuery(endpoints, "/v1/audit/public-key", PublicKeyAsync);
        runner.MapQuery(endpoints, "/v1/audit/verify", VerifyAsync);
    }

    private async Task<LedgerError?> RecordAsync(LedgerCall call)
    {
        if (await RequestBody.ReadAsync(call.Http.Request, options.Limits.BodyBytes, call.Stop) is not { } body) return LedgerError.TooLarge($"The body may be {options.Limits.BodyBytes} bytes long.");
        var (events, invalid) = AuditBatchReader.Read(body);
        if (invalid is not null) return invalid;
        var (receipt, error) = await recorder.RecordAsync(call, events);
        if (error is not null) return error;
        JsonAnswer.Begin(call.Http.Response);
        await JsonSerializer.SerializeAsync(call.Http.Response.Body, receipt, AuditJson.Default.AuditReceipt, call.Stop);
        return null;
    }

    /// <remarks>1. What is wanted. 2. The trail up to now. 3. That it is read is recorded. 4. The newest that match.</remarks>
    private async Task<LedgerError?> QueryAsync(LedgerCall call)
    {
        // Step 1.
        var query = AuditQuery.Of(call.Http.Request.Query);
        if (query.Error is { } invalid) return invalid;
        // Step 2.
        var (view, behind) = await ViewAsync(call);
        if (behind is not null) return behind;
        // Step 3.
        if (await recorder.RecordReadingAsync(call, AuditAction.AccessGranted, "audit_query", query.Said) is { } error) return error;
        // Step 4.
        var slice = view.Slice(query.Range);
        if (query.After > 0) slice = slice with { Last = Math.Min(slice.Last, query.After - 1) };
        var found = view.Newest(slice, query.Filter).Take(query.Limit).ToList();
        call.Scope.Set(LedgerFacts.Rows, found.Count);
        JsonAnswer.Write(call.Http.Response, json =>
        {
            json.WriteStartArray("events"u8);
            foreach (var (_, line) in found) json.WriteRawValue(line, skipInputValidation: true);
            json.WriteEndArray();
            if (found.Count == query.Limit && found[^1].Sequence > slice.First) json.WriteNumber("next"u8, found[^1].Sequence);
            else json.WriteNull("next"u8);
            json.WriteNumber("last_sequence"u8, view.Last.Sequence);
        });
        return null;
    }

    /// <remarks>1. What is wanted. 2. The trail up to now, or up to what a head says. 3. That it is exported is recorded. 4. Its records, as they are read.</remarks>
    private async Task<LedgerError?> ExportAsync(LedgerCall call)
    {
        // Step 1.
        var values = new QueryValues(call.Http.Request.Query);
        var (range, invalid) = RangeOf(values);
        if (invalid is not null) return invalid;
        var name = values.Text("format");
        if (!Enum.TryParse<AuditFormat>(name is "" ? nameof(AuditFormat.Jsonl) : name, ignoreCase: true, out var format) || int.TryParse(name, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)) return LedgerError.Invalid($"format: must be json, jsonl or csv, not '{name}'.");
        var last = values.Number("last", long.MaxValue, 0, long.MaxValue);
        if (values.Error is { } wrong) return wrong;
        // Step 2.
        var (view, behind) = await ViewAsync(call);
        if (behind is not null) return behind;
        var slice = view.Slice(range) is var all && last < all.Last ? all with { Last = Math.Max(last, all.First - 1) } : all;
        // Step 3.
        var said = $"{format.ToString().ToLowerInvariant()}, {slice.Count} records{(slice.Count > 0 ? $", sequence {slice.First} to {slice.Last}" : "")}, from {range.Start ?? "the beginning"} to {range.End ?? "the end"}";
        if (await recorder.RecordReadingAsync(call, AuditAction.DataExported, "export", said) is { } error) return error;
        // Step 4.
        call.Scope.Set(LedgerFacts.Rows, slice.Count);
        await SendAsync(call, view, slice, format);
        return null;
    }

    private async Task<LedgerError?> HeadAsync(LedgerCall call)
    {
        var (range, invalid) = RangeOf(new QueryValues(call.Http.Request.Query));
        if (invalid is not null) return invalid;
        var (view, behind) = await ViewAsync(call);
        if (behind is not null) return behind;
        var head = signer.Sign(view.Describe(view.Slice(range), range, options.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
        JsonAnswer.Begin(call.Http.Response);
        await JsonSerializer.SerializeAsync(call.Http.Response.Body, head, AuditHeadJson.Readable.AuditHead, call.Stop);
        return null;
    }

    private async Task<LedgerError?> PublicKeyAsync(LedgerCall call)
    {
        call.Http.Response.ContentType = PublicKeyType;
        await call.Http.Response.WriteAsync(signer.PublicKey, call.Stop);
        return null;
    }

    private async Task<LedgerError?> VerifyAsync(LedgerCall call)
    {
        var (view, behind) = await ViewAsync(call);
        if (behind is not null) return behind;
        var (fault, agreed) = AuditCheck.Run(view, engine.Copy, call.Stop);
        call.Scope.Set(LedgerFacts.Rows, agreed);
        JsonAnswer.Write(call.Http.Response, json =>
        {
            json.WriteBoolean("ok"u8, fault is null);
            json.WriteNumber("verified_records"u8, agreed);
            json.WriteNumber("last_sequence"u8, view.Last.Sequence);
            json.WriteString("hash"u8, view.Last.Hash.ToString());
            json.WriteString("key_id"u8, signer.KeyId);
            json.WriteString("problem"u8, fault?.ToString());
        });
        return null;
    }

    // Whoever recorded something finds it: the table is waited for until it is where the log is.
    private async Task<(AuditView View, LedgerError? Error)> ViewAsync(LedgerCall call)
    {
        var behind = await reads.ReachAsync(call, table, engine.Copy.Head.Position);
        return (table.View(), behind);
    }

    private static async Task SendAsync(LedgerCall call, AuditView view, AuditSlice slice, AuditFormat format)
    {
        var response = call.Http.Response;
        response.ContentType = AuditExport.MediaTypeOf(format);
        response.Headers.ContentDisposition = $"attachment; filename=\"audit-{slice.First}-{slice.Last}.{format.ToString().ToLowerInvariant()}\"";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        var export = new AuditExport(format, response.BodyWriter);
        export.Begin();
        foreach (var line in view.Lines(slice))
        {
            export.Add(line.Span);
            if (response.BodyWriter.UnflushedBytes >= SendBytes) await response.BodyWriter.FlushAsync(call.Stop);
        }

        export.End();
        await response.BodyWriter.FlushAsync(call.Stop);
    }

    private static (AuditRange Range, LedgerError? Error) RangeOf(QueryValues values)
    {
        try
        {
            return (AuditRange.Parse(values.Text("start"), values.Text("end")), null);
        }
        catch (FormatException e)
        {
            return (AuditRange.All, LedgerError.Invalid(e.Message));
        }
    }
}
