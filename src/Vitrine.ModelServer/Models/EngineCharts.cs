using Vitrine.Inference.Generation;
using Vitrine.Profiling.Live;

namespace Vitrine.ModelServer.Models;

/// <summary>What the engines do, as live charts: all loaded models together.</summary>
internal sealed class EngineCharts(PoolTable table)
{
    /// <summary>Answers and embeddings in work, and those that wait for a slot.</summary>
    public LiveChart Jobs => new("engine-jobs", "Engine: Requests", "")
    {
        Info = "Answers and embeddings that have a slot, and those that wait for one.",
        Series = [new LiveSeries("running", () => Sum(static now => now.Running)), new LiveSeries("queued", () => Sum(static now => now.QueueDepth))],
    };

    /// <summary>How fast prompts are read and answers written.</summary>
    public LiveChart Tokens => new("engine-tokens", "Engine: Tokens", "tokens/s")
    {
        Info = "Tokens of answers written, and tokens of prompts read, per second.",
        Series = [new LiveSeries("written", () => Sum(static now => now.AnswerTokens), IsTotal: true), new LiveSeries("read", () => Sum(static now => now.PromptTokens), IsTotal: true)],
    };

    /// <summary>How full the key/value caches are.</summary>
    public LiveChart Cache => new("engine-cache", "Engine: KV Cache", "%")
    {
        Info = "The share of the key/value cache that is filled; all of it is reserved when a model is loaded.",
        Series = [new LiveSeries("used", () => 100.0 * Sum(static now => now.KvPositionsUsed) / Math.Max(1, Sum(static now => now.KvPositionsCapacity)))],
    };

    private long Sum(Func<EngineCounters, long> read) => table.Read().Loaded.Sum(member => read(member.Model.Engine.Counters));
}
