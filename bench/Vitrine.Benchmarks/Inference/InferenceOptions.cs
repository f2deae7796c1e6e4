using System.Globalization;

namespace Vitrine.Benchmarks.Inference;

/// <summary>The command line of the inference area.</summary>
/// <param name="Models">Files to measure.</param>
/// <param name="Generated">Formats of models to write into the temporary folder and measure, of <see cref="GeneratedModel.Names"/>.</param>
/// <param name="LibLlamaFolder">The folder of llama.cpp's library, or null to measure this engine alone.</param>
/// <param name="Threads">Numbers of threads to measure with, the same on both sides.</param>
/// <param name="Runs">Alternating runs, of which the median counts.</param>
/// <param name="Prefills">Prompt lengths in tokens.</param>
/// <param name="Decode">Tokens to decode one by one.</param>
internal sealed record InferenceOptions(string[] Models, string[] Generated, string? LibLlamaFolder, int[] Threads, int Runs, int[] Prefills, int Decode)
{
    public const string Usage =
        "usage: inference [--model FILE.gguf] [--generate f16,q8_0,q4_k_m,q6_k] [--libllama FOLDER, or LIBLLAMA_DIR] [--threads 1,2] [--runs 15] [--prefill 120,512] [--decode 96]";

    /// <summary>Reads the arguments; null for a wrong command line.</summary>
    public static InferenceOptions? Parse(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["--model"] = "",
            ["--generate"] = "",
            ["--libllama"] = Environment.GetEnvironmentVariable("LIBLLAMA_DIR") ?? "",
            ["--threads"] = "1",
            ["--runs"] = "15",
            ["--prefill"] = "120,512",
            ["--decode"] = "96",
        };
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            if (!values.ContainsKey(args[i])) return null;
            values[args[i]] = args[i + 1];
        }

        string[] models = Split(values["--model"]);
        string[] generated = Split(values["--generate"]);
        if (args.Length % 2 != 0 || models.Length + generated.Length == 0 || generated.Except(GeneratedModel.Names, StringComparer.Ordinal).Any()) return null;
        return new InferenceOptions(
            models,
            generated,
            values["--libllama"] is { Length: > 0 } folder ? folder : null,
            Numbers(values["--threads"]),
            Numbers(values["--runs"])[0],
            Numbers(values["--prefill"]),
            Numbers(values["--decode"])[0]);
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static int[] Numbers(string list) => [.. Split(list).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
