namespace Vitrine.Web.Chat;

/// <summary>The model behind the chat, and what a chat may take.</summary>
public sealed record ChatOptions
{
    /// <value>An OpenAI-compatible API: its root, or its <c>/v1/</c>. The default is the house's gateway, http://localhost:8080.</value>
    public Uri BaseUrl { get; init; } = new("http://localhost:8080");

    /// <value>The model that is asked when the page names none; empty takes the first that the API offers. The default is empty.</value>
    public string Model { get; init; } = "";

    /// <value>The key that is sent to the API, or null. It never reaches the page.</value>
    public string? ApiKey { get; init; }

    /// <value>Where the engine behind says how it is: the debug listener of the house's model server, or the root of a llama-server; null for none.</value>
    public Uri? EngineDebug { get; init; }

    /// <summary>One sentence for each wrong option.</summary>
    internal IEnumerable<string> Validate()
    {
        if (BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) yield return $"base-url is '{BaseUrl}'; accepted is an http or https address, such as http://localhost:8080/v1/.";
        if (EngineDebug is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" })) yield return $"engine-debug is '{EngineDebug}'; accepted is an http or https address.";
    }
}
