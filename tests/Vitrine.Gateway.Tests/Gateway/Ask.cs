namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>Bodies that clients send.</summary>
internal static class Ask
{
    /// <summary>A chat.</summary>
    public const string Chat = """{"model":"llama","messages":[{"role":"user","content":"Hello."}]}""";

    /// <summary>A chat as a stream.</summary>
    public const string Stream = """{"model":"llama","stream":true,"messages":[{"role":"user","content":"Hello."}]}""";

    /// <summary>A completion with a prompt of 40 characters, which is 10 tokens.</summary>
    public const string TenTokens = """{"model":"llama","prompt":"0123456789012345678901234567890123456789"}""";
}
