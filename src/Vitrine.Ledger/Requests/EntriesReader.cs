using System.Text.Json;
using System.Text.Unicode;
using Vitrine.Ledger.Entries;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Ledger.Requests;

/// <summary>
/// Reads the body of an append, token by token and without a tree: <c>{"data": any JSON, "key": "…"}</c> or <c>{"entries":[{…},…]}</c>. An entry's data stays the
/// bytes that the client sent, a slice of the body.
/// </summary>
internal ref struct EntriesReader
{
    private static readonly string[] s_entryFields = ["data", "key"];
    private static readonly string[] s_bodyFields = ["data", "key", "entries"];

    private readonly ReadOnlyMemory<byte> _body;
    private readonly RequestLimits _limits;
    private readonly List<EntryDraft> _entries = [];
    private Utf8JsonReader _json;
    private LedgerError? _error;

    private EntriesReader(ReadOnlyMemory<byte> body, RequestLimits limits)
    {
        (_body, _limits) = (body, limits);
        _json = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 64 });
    }

    /// <summary>Reads a body: its entries, at least one, or what is wrong with it.</summary>
    public static (IReadOnlyList<EntryDraft> Entries, LedgerError? Error) Read(ReadOnlyMemory<byte> body, RequestLimits limits)
    {
        // The reader passes over the text of values, and would let through what is no UTF-8.
        if (!Utf8.IsValid(body.Span)) return ([], LedgerError.InvalidJson("The body is not UTF-8."));
        var reader = new EntriesReader(body, limits);
        try
        {
            reader.ReadBody();
        }
        catch (JsonException e)
        {
            return ([], LedgerError.InvalidJson($"The body is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            // So the reader says that an escaped half of a pair stands alone.
            return ([], LedgerError.InvalidJson("A text of the body is no Unicode."));
        }

        return (reader._entries, reader._error);
    }

    private void ReadBody()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
        {
            Wrong("The body must be an object: {\"data\": …} or {\"entries\": […]}.");
            return;
        }

        ReadFields(isBody: true, "");
        // Whatever stands behind the object is no JSON: reading on says so.
        if (_error is null) _json.Read();
    }

    private bool ReadFields(bool isBody, string path)
    {
        ReadOnlyMemory<byte>? data = null;
        string? key = null;
        var hasEntries = false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isSound = _json.ValueTextEquals("data"u8) ? Once(data is null, path, "data") && ReadData(path, out data)
                : _json.ValueTextEquals("key"u8) ? Once(key is null, path, "key") && ReadKey(path, out key)
                : isBody && _json.ValueTextEquals("entries"u8) ? Once(!hasEntries, path, "entries") && (hasEntries = ReadEntries())
                : Wrong($"{path}{_json.GetString()}: is not known here. {Nearest.Suggest(_json.GetString()!, isBody ? s_bodyFields : s_entryFields)}");
            if (!isSound) return false;
        }

        if (hasEntries) return data is null && key is null || Wrong("entries: stands alone; data and key are each entry's own.");
        if (data is null) return Wrong(isBody ? "data: is missing; an append has data or entries." : $"{path}data: is missing.");
        _entries.Add(new EntryDraft(data.Value, key ?? ""));
        return true;
    }

    private bool ReadEntries()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartArray) return Wrong("entries: must be an array.");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_entries.Count == _limits.EntriesPerBatch) return TooLarge($"entries: at most {_limits.EntriesPerBatch} in one request.");
            if (_json.TokenType != JsonTokenType.StartObject) return Wrong($"entries[{_entries.Count}]: must be an object.");
            if (!ReadFields(isBody: false, $"entries[{_entries.Count}].")) return false;
        }

        return _entries.Count > 0 || Wrong("entries: at least one.");
    }

    private bool ReadData(string path, out ReadOnlyMemory<byte>? data)
    {
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        data = _body[start..(int)_json.BytesConsumed];
        return data.Value.Length <= _limits.DataBytes || TooLarge($"{path}data: takes {data.Value.Length} bytes; at most {_limits.DataBytes}.");
    }

    private bool ReadKey(string path, out string? key)
    {
        key = null;
        if (!_json.Read() || _json.TokenType != JsonTokenType.String) return Wrong($"{path}key: must be a text.");
        key = _json.GetString()!;
        return LedgerNames.IsEntityKey(key) || Wrong($"{path}key: must be from 1 to {EntryLimits.KeyBytes} bytes of text without control characters.");
    }

    private bool Once(bool isFirst, string path, string field) => isFirst || Wrong($"{path}{field}: appears twice.");

    private bool Wrong(string message)
    {
        _error = LedgerError.Invalid(message);
        return false;
    }

    private bool TooLarge(string message)
    {
        _error = LedgerError.TooLarge(message);
        return false;
    }
}
