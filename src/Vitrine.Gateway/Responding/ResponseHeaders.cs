using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace Vitrine.Gateway.Responding;

/// <summary>Which headers of an upstream's answer reach the client.</summary>
/// <remarks>
/// All but those of the connection, those the gateway has set already (its own request id stands in its log, so it is the one the client gets),
/// and values that no HTTP answer may carry. The content length goes where the body stays what it is.
/// </remarks>
internal static class ResponseHeaders
{
    /// <summary>A tab and visible ASCII: what Kestrel lets into a header's value.</summary>
    private static readonly SearchValues<char> s_carried = SearchValues.Create(['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    /// <summary>Copies headers. The status is not touched.</summary>
    /// <param name="upstream">The answer.</param>
    /// <param name="client">The client's response, not yet begun.</param>
    /// <returns>How many headers were dropped because the client's side cannot carry their value.</returns>
    public static int Copy(HttpResponseMessage upstream, HttpResponse client)
    {
        var connection = upstream.Headers.NonValidated.TryGetValues("Connection", out var values) ? values.ToString() : "";
        var isStream = MediaType.IsEventStream(MediaType.Of(upstream.Content.Headers));
        return Copy(upstream.Headers.NonValidated, client.Headers, connection, keepsLength: true)
            + Copy(upstream.Content.Headers.NonValidated, client.Headers, connection, keepsLength: !isStream);
    }

    private static int Copy(HttpHeadersNonValidated from, IHeaderDictionary to, string connection, bool keepsLength)
    {
        var dropped = 0;
        foreach (var (name, values) in from)
        {
            if (HopByHopHeaders.Contains(name, connection) || (!keepsLength && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))) continue;
            var copy = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
            if (!IsCarried(copy)) dropped++;
            else if (!to.ContainsKey(name)) to[name] = copy;
        }

        return dropped;
    }

    private static bool IsCarried(StringValues values)
    {
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAnyExcept(s_carried)) return false;
        }

        return true;
    }
}
