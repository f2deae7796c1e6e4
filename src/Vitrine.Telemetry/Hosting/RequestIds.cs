namespace Vitrine.Telemetry.Hosting;

/// <summary>The id by which a request is found again in logs of several services.</summary>
internal static class RequestIds
{
    private const int MaxLength = 128;

    /// <summary>The client's id when it is of printable ASCII and at most 128 characters, else a new UUID.</summary>
    public static string Of(IHeaderDictionary headers, string header)
    {
        if (headers.TryGetValue(header, out var values) && values is [{ Length: > 0 and <= MaxLength } sent] && IsPrintable(sent)) return sent;
        return New();
    }

    /// <summary>A random UUID (RFC 9562, version 4): unique but no secret, so it needs no system call for randomness, which <see cref="Guid.NewGuid"/> makes.</summary>
    private static string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
