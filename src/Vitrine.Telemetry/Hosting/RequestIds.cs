namespace Vitrine.Telemetry.Hosting;

/// <summary>The id by which a request is found again in logs of several services.</summary>
internal static class RequestIds
{
    private const int MaxLength = 128;

    /// <summary>The client's id when it is of printable ASCII and at most 128 characters, else a new UUID.</summary>
    public static string Of(IHeaderDictionary headers, string header)
    {
        if (headers.TryGetValue(header, out var values) && values is [{ Length: > 0 and <= MaxLength } sent] && IsPrintable(sent)) return sent;
        return Guid.NewGuid().ToString();
    }

    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
