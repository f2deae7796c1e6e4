using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>
/// The file that says how far the ledger has taken the entries. It is replaced whole and never forced to disk: when it is lost or damaged, the oldest
/// segment is sent again from its beginning, and the ledger knows the entries by their ids.
/// </summary>
internal static partial class OutboxCursor
{
    private const string Name = "cursor";
    private const int Version = 1;

    /// <summary>The position, or null when there is none to rely on.</summary>
    public static OutboxPosition? Load(OutboxFolder folder)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(folder.FileOf(Name));
            return bytes.Span is [.., (byte)'\n'] && OutboxFrame.TryRead(bytes[..^1], out var json) && JsonSerializer.Deserialize(json.Span, CursorJson.Default.Content) is { Version: Version } cursor
                ? new OutboxPosition(cursor.Segment, cursor.Offset)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a position.</summary>
    public static void Save(OutboxFolder folder, OutboxPosition position)
    {
        var frame = new ArrayBufferWriter<byte>(128);
        OutboxFrame.Write(frame, JsonSerializer.SerializeToUtf8Bytes(new Content(Version, position.Segment, position.Offset), CursorJson.Default.Content));
        File.WriteAllBytes(folder.FileOf($"{Name}.new"), frame.WrittenSpan);
        File.Move(folder.FileOf($"{Name}.new"), folder.FileOf(Name), overwrite: true);
    }

    private sealed record Content(int Version, long Segment, long Offset);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Content))]
    private sealed partial class CursorJson : JsonSerializerContext;
}
