using System.Net.Http.Headers;

namespace Vitrine.Gateway.Responding;

/// <summary>The media type of an answer, read from its header as it came: parsing it would allocate, and write it anew.</summary>
internal static class MediaType
{
    /// <summary>Type and subtype without parameters; empty when the answer names none.</summary>
    public static ReadOnlySpan<char> Of(HttpContentHeaders content)
    {
        if (!content.NonValidated.TryGetValues("Content-Type", out var values) || values.Count != 1) return default;
        var value = values.ToString().AsSpan();
        var parameters = value.IndexOf(';');
        return (parameters < 0 ? value : value[..parameters]).Trim();
    }

    /// <summary>Whether it is a stream of server-sent events.</summary>
    public static bool IsEventStream(ReadOnlySpan<char> type) => type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
