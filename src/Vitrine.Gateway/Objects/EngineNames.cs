namespace Vitrine.Gateway.Objects;

/// <summary>How documents and dumps spell inference engines, and the ports these listen on by default.</summary>
internal static class EngineNames
{
    /// <summary>The accepted spellings: Kthena's two, and ours.</summary>
    public static ReadOnlySpan<(string Name, InferenceEngine Engine)> All => s_all;

    private static readonly (string Name, InferenceEngine Engine)[] s_all =
    [
        ("vLLM", InferenceEngine.VLlm),
        ("SGLang", InferenceEngine.SgLang),
        ("llama.cpp", InferenceEngine.LlamaCpp),
        ("vitrine", InferenceEngine.Vitrine),
    ];

    /// <summary>The spelling of an engine; <c>unknown</c> for one that is not known yet.</summary>
    public static string NameOf(InferenceEngine engine)
    {
        foreach (var (name, known) in s_all)
        {
            if (known == engine) return name;
        }

        return "unknown";
    }

    /// <summary>The port that an engine listens on by default, or null when the engine is not known.</summary>
    public static int? PortOf(InferenceEngine engine) => engine switch
    {
        InferenceEngine.VLlm => 8000,
        InferenceEngine.SgLang => 30000,
        InferenceEngine.LlamaCpp => 8080,
        InferenceEngine.Vitrine => 8082,
        _ => null,
    };
}
