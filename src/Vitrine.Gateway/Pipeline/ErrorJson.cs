using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Gateway.Pipeline;

/// <summary>The gateway's own errors are bare JSON strings; this escapes them as text, not as HTML.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class ErrorJson : JsonSerializerContext
{
    /// <summary>As written for clients that read JSON and not for pages that embed it.</summary>
    public static ErrorJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
