namespace Vitrine.Web.Engine;

/// <summary>Which models run on llama.cpp, as the document's application tells it: by the model's name or the API's address. An engine that is asked says it better.</summary>
/// <param name="baseUrl">The API.</param>
/// <param name="isAsked">Whether an engine is asked.</param>
internal sealed class EngineRule(Uri baseUrl, bool isAsked)
{
    /// <summary>The name of the engine.</summary>
    public const string LlamaCpp = "llama.cpp";

    private readonly bool _isAddress = baseUrl.OriginalString.Contains(LlamaCpp, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an engine is asked.</summary>
    public bool IsAsked => isAsked;

    /// <summary>Whether a model is taken to run on llama.cpp.</summary>
    public bool IsLlamaCpp(string model) => _isAddress || model.Contains("llama", StringComparison.OrdinalIgnoreCase);
}
