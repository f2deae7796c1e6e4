using System.Buffers;
using System.Text.Json;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>
/// Writes an answer of many rows, <c>{"NAME":[…],…}</c>, and hands on what has gathered whenever it is much: no answer is held in memory whole. One that is not ended
/// sends nothing more, so that an error takes its place or the connection breaks off: nobody takes half of it for all.
/// </summary>
internal sealed class PageWriter : IAsyncDisposable
{
    private const int SendBytes = 64 * 1024;

    private readonly LedgerCall _call;
    private readonly ArrayBufferWriter<byte> _pending = new();
    private readonly Utf8JsonWriter _json;
    private long _rows;

    public PageWriter(LedgerCall call, ReadOnlySpan<byte> name)
    {
        _call = call;
        _json = new Utf8JsonWriter(_pending, JsonAnswer.Options);
        _json.WriteStartObject();
        _json.WriteStartArray(name);
    }

    /// <summary>Writes a row, an object that is opened and closed here.</summary>
    public ValueTask AddAsync(Action<Utf8JsonWriter> fields)
    {
        _json.WriteStartObject();
        fields(_json);
        _json.WriteEndObject();
        _rows++;
        return _pending.WrittenCount + _json.BytesPending < SendBytes ? ValueTask.CompletedTask : SendAsync();
    }

    /// <summary>Ends the answer.</summary>
    /// <param name="fields">What stands behind the rows.</param>
    public ValueTask EndAsync(Action<Utf8JsonWriter> fields)
    {
        _call.Scope.Set(LedgerFacts.Rows, _rows);
        _json.WriteEndArray();
        fields(_json);
        _json.WriteEndObject();
        return SendAsync();
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private async ValueTask SendAsync()
    {
        await _json.FlushAsync(_call.Stop);
        if (!_call.Http.Response.HasStarted) JsonAnswer.Begin(_call.Http.Response);
        await _call.Http.Response.Body.WriteAsync(_pending.WrittenMemory, _call.Stop);
        _pending.ResetWrittenCount();
    }
}
