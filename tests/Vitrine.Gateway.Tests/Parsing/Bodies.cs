using System.Buffers;
using System.Text;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;

namespace Vitrine.Gateway.Tests.Parsing;

/// <summary>Makes request bodies of the text in tests.</summary>
internal static class Bodies
{
    public const string ChatPath = "/v1/chat/completions";

    public static RequestBody Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static RequestBody Of(ReadOnlySpan<byte> bytes)
    {
        var rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(rented);
        return new RequestBody(rented, bytes.Length);
    }

    public static (ParsedRequest? Request, GatewayError? Error) Scan(string json, string path = ChatPath) => RequestScanner.Scan(Of(json), path);

    /// <summary>A request that is fine.</summary>
    public static ParsedRequest Parse(string json, string path = ChatPath)
    {
        var (request, error) = Scan(json, path);
        error.ShouldBeNull(json);
        return request!;
    }
}
