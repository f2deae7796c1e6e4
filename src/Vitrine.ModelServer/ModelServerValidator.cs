namespace Vitrine.ModelServer;

/// <summary>Checks the options and reports everything that is wrong with them at once.</summary>
public static class ModelServerValidator
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>One sentence for each wrong option, naming it, its value and what is accepted; empty when all is well.</summary>
    public static IReadOnlyList<string> Validate(ModelServerOptions options)
    {
        var errors = new List<string>();
        if (options.ModelPath is null && options.ModelFolder is null) errors.Add("There is no model: name a GGUF file, or a folder of them.");
        if (options.ModelPath is { } file && !File.Exists(file)) errors.Add($"The model's file '{file}' does not exist.");
        if (options.ModelFolder is { } folder && !Directory.Exists(folder)) errors.Add($"The folder of models '{folder}' does not exist.");
        if (options.Name is { } name && string.IsNullOrWhiteSpace(name)) errors.Add("The model's name is empty: leave it out to use the file's name.");
        if (options.Api.Count == 0) errors.Add("The API has no address: give at least one.");
        foreach (var invalid in options.Engine.Validate())
        {
            errors.Add($"{invalid.Name} is {invalid.Value}; accepted is {invalid.Accepted}.");
        }

        if (options.ModelsInPool < 1) errors.Add($"models_in_pool is {options.ModelsInPool}; accepted is an integer of at least 1.");
        if (options.BudgetPercent is not (> 0 and <= 100)) errors.Add($"budget_percent is {options.BudgetPercent}; accepted is a number above 0, up to 100.");
        if (options.BudgetBytes < 1) errors.Add($"budget_bytes is {options.BudgetBytes}; accepted is an integer of at least 1.");
        CheckTime(errors, "The idle time of a model", options.IdleTime, TimeSpan.Zero);
        if (options.MaxTokens < 1) errors.Add($"max_tokens is {options.MaxTokens}; accepted is an integer of at least 1.");
        if (options.MaxInputs is < 1 or > 100_000) errors.Add($"max_inputs is {options.MaxInputs}; accepted is an integer from 1 to 100000.");
        CheckTime(errors, "The request timeout", options.RequestTimeout, TimeSpan.FromSeconds(1));
        CheckTime(errors, "The keep-alive interval", options.KeepAlive, TimeSpan.FromMilliseconds(100));
        CheckTime(errors, "The shutdown timeout", options.DrainTimeout, TimeSpan.Zero);
        return errors;
    }

    private static void CheckTime(List<string> errors, string name, TimeSpan value, TimeSpan least)
    {
        if (value < least || value > s_longest) errors.Add($"{name} is {value.TotalSeconds} s; accepted is {least.TotalSeconds} to {s_longest.TotalSeconds} s.");
    }
}
