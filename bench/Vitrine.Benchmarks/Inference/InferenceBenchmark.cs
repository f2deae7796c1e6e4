namespace Vitrine.Benchmarks.Inference;

/// <summary>
/// Decode and prefill speed of the managed engine, and their ratio to libllama in the same run: both sides alternate, with the same tokens and the
/// same number of threads, and the medians are compared. Times are reported, never asserted.
/// </summary>
public static class InferenceBenchmark
{
    /// <summary>Measures and prints a table for each model and number of threads; 2 for a wrong command line.</summary>
    public static int Run(string[] args)
    {
        if (InferenceOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(InferenceOptions.Usage);
            return 2;
        }

        if (options.LibLlamaFolder is null)
            Console.WriteLine("libllama is not given (--libllama FOLDER or LIBLLAMA_DIR): no ratios. npm install --ignore-scripts @node-llama-cpp/linux-x64@3.22.1 brings it.");
        double[] bandwidths = [.. options.Threads.Select(ReadBandwidth.Measure)];
        foreach (string model in options.Models) Compare(Path.GetFileName(model), model, wholeEngine: true);
        foreach (string name in options.Generated)
        {
            using var model = new GeneratedModel(name);
            Compare($"generated {name}", model.Path, wholeEngine: false);
        }

        return 0;

        void Compare(string title, string path, bool wholeEngine)
        {
            foreach ((int threads, double bandwidth) in options.Threads.Zip(bandwidths))
            {
                ModelComparison.Print(title, path, threads, bandwidth, options);
                if (wholeEngine) EngineRun.Print(path, threads, options);
            }
        }
    }
}
