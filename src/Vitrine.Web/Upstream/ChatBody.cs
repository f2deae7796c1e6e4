using System.Buffers;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vitrine.Web.Upstream;

/// <summary>The body of a streamed chat in OpenAI's shape, with its usage asked for.</summary>
internal sealed class ChatBody : HttpContent
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _body = new();

    /// <summary>Writes it down at once, for its length is announced.</summary>
    public ChatBody(ChatCall call)
    {
        Headers.ContentType = new("application/json");
        using var json = new Utf8JsonWriter(_body, s_json);
        json.WriteStartObject();
        json.WriteString("model"u8, call.Model);
        json.WriteBoolean("stream"u8, true);
        json.WriteStartObject("stream_options"u8);
        json.WriteBoolean("include_usage"u8, true);
        json.WriteEndObject();
        json.WriteStartArray("messages"u8);
        foreach (var turn in call.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role);
            json.WriteString("content"u8, turn.Content);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_body.WrittenMemory).AsTask();

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => stream.WriteAsync(_body.WrittenMemory, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.WrittenCount;
        return true;
    }
}
