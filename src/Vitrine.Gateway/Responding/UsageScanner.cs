using System.Buffers;
using System.Net.Http.Headers;

namespace Vitrine.Gateway.Responding;

/// <summary>
/// Stands between an upstream's answer and the client: passes the bytes on as they come, in chunks of any size, and reads usage beside them.
/// One answer, one scanner; not thread-safe. It never throws for what an upstream sends.
/// </summary>
internal abstract class UsageScanner : IDisposable
{
    /// <summary>What the answer has said so far.</summary>
    public ResponseFacts Facts { get; } = new();

    /// <summary>Tokens generated as counted here, for an upstream that gives no usage.</summary>
    public abstract long CountedTokens { get; }

    /// <summary>The scanner for an answer.</summary>
    /// <param name="content">The answer's content headers.</param>
    /// <param name="stripsUsage">Whether usage was asked for on the gateway's own account, so that the event with it is not the client's.</param>
    public static UsageScanner For(HttpContentHeaders content, bool stripsUsage)
    {
        var isPlain = !content.NonValidated.Contains("Content-Encoding") || content.ContentEncoding.All(static encoding => encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));
        var type = isPlain ? MediaType.Of(content) : default;
        if (MediaType.IsEventStream(type)) return new EventStreamScanner(stripsUsage);
        var isJson = type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
        return isJson ? new JsonBodyScanner() : new UnreadScanner();
    }

    /// <summary>Takes the next bytes of the answer and writes those for the client.</summary>
    public abstract void Scan(ReadOnlySpan<byte> chunk, IBufferWriter<byte> client);

    /// <summary>The answer is over, whole or cut: whatever was held back goes to the client as it is.</summary>
    public abstract void Complete(IBufferWriter<byte> client);

    /// <summary>Gives pooled memory back.</summary>
    public abstract void Dispose();
}
