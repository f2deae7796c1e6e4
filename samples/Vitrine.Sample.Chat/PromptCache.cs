using System.Collections.Concurrent;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Sample.Chat;

/// <summary>What the engine's cache of prompts is good for: a state, with one row for each model.</summary>
public sealed class PromptCache
{
    public static readonly Fact<double> HitRatio = Fact.Real("sample.prompt_cache.hit_ratio");
    public static readonly Kind Kind = Kind.State("prompt_cache", GenAiFacts.ResponseModel, HitRatio);

    private const int Most = 1000;
    private readonly ConcurrentDictionary<string, (long Asked, long Hits)> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Model, string Prompt), bool> _prompts = new();

    /// <summary>Hits among all questions, by model.</summary>
    public IEnumerable<(string Model, double Ratio)> HitRatios => _counts.Select(count => (count.Key, (double)count.Value.Hits / count.Value.Asked));

    /// <summary>Looks a prompt up.</summary>
    public void Ask(string model, string prompt)
    {
        if (_prompts.Count == Most) _prompts.Clear();
        var hit = _prompts.TryAdd((model, prompt), true) ? 0 : 1;
        _counts.AddOrUpdate(model, (1, hit), (_, count) => (count.Asked + 1, count.Hits + hit));
    }
}
