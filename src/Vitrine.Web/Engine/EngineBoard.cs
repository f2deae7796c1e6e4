using System.Collections.Concurrent;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Engine;

/// <summary>
/// What is known of the engine behind the chat, from three sides: what it says when it is asked, what somebody posted, and how fast its answers
/// came. A polled model that is unloaded, or whose engine falls silent, leaves with everything but what was posted. Thread-safe.
/// </summary>
/// <param name="rule">Which models run on llama.cpp where no engine is asked.</param>
/// <param name="models">The models that may have a row for their answers alone.</param>
internal sealed class EngineBoard(EngineRule rule, OfferedModels models)
{
    private readonly ConcurrentDictionary<string, double> _speeds = new(StringComparer.Ordinal);
    private IReadOnlyList<EngineFigures> _polled = [];
    private EngineFigures? _posted;

    /// <summary>Takes what the engine said; nothing when it cannot be reached.</summary>
    public void SetPolled(IReadOnlyList<EngineFigures> figures) => Volatile.Write(ref _polled, figures);

    /// <summary>Takes what somebody posted of the default model.</summary>
    public void SetPosted(EngineFigures figures)
    {
        if (figures.TokensPerSecond is { } speed) _speeds[figures.Model] = speed;
        Volatile.Write(ref _posted, figures);
    }

    /// <summary>Takes the speed of an answer, for the model that the engine names, else for the one that was asked for.</summary>
    /// <param name="asked">The model as the chat named it.</param>
    /// <param name="answered">The model as the upstream named it, or null.</param>
    /// <param name="tokensPerSecond">The speed.</param>
    public void SetSpeed(string asked, string? answered, double tokensPerSecond)
    {
        var polled = Volatile.Read(ref _polled);
        if (answered is not null && polled.Any(row => row.Model == answered)) _speeds[answered] = tokensPerSecond;
        else if (models.Known.Contains(asked)) _speeds[asked] = tokensPerSecond;
    }

    /// <summary>What is known of a model, or null.</summary>
    public EngineFigures? Of(string model) => Rows().FirstOrDefault(row => row.Model == model);

    /// <summary>A row for each model, the engine's own first.</summary>
    public IReadOnlyList<EngineFigures> Rows()
    {
        // Step 1: what the engine says, and what was posted where it says nothing.
        var posted = Volatile.Read(ref _posted);
        var rows = Volatile.Read(ref _polled).Select(row => row.Model == posted?.Model ? row.Or(posted) : row).ToList();
        if (posted is not null && !Has(posted.Model)) rows.Add(posted);

        // Step 2: where no engine is asked, models whose answers came from llama.cpp as far as names tell.
        if (!rule.IsAsked)
        {
            foreach (var model in _speeds.Keys)
            {
                if (!Has(model) && rule.IsLlamaCpp(model) && models.Known.Contains(model)) rows.Add(new EngineFigures(model) { Type = EngineRule.LlamaCpp });
            }
        }

        // Step 3: how fast the last answer of each came.
        return rows.ConvertAll(row => _speeds.TryGetValue(row.Model, out var speed) ? row with { TokensPerSecond = speed } : row);

        bool Has(string model) => rows.Exists(row => row.Model == model);
    }

    /// <summary>The rows of the state <c>loaded_model</c>.</summary>
    public void Read(ref StateRows rows)
    {
        foreach (var row in Rows())
        {
            rows.Begin();
            if (row.Model.Length > 0) rows.Set(GenAiFacts.ResponseModel, row.Model);
            if (row.MemoryBytes is { } memory) rows.Set(ModelFacts.Memory, memory);
            if (row.ContextSize is { } context) rows.Set(ModelFacts.ContextSize, context);
            if (row.BytesPerToken is { } bytes) rows.Set(ModelFacts.BytesPerToken, bytes);
            if (row.Threads is { } threads) rows.Set(ModelFacts.Threads, threads);
            if (row.BatchSize is { } batch) rows.Set(ModelFacts.BatchSize, batch);
            if (row.TokensPerSecond is { } speed) rows.Set(GenAiFacts.TokensPerSecond, speed);
        }
    }
}
