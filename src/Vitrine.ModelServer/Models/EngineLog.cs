using Vitrine.Inference.Generation;

namespace Vitrine.ModelServer.Models;

/// <summary>
/// The engine's own notices, as <c>--llama-log</c> wants them: what was found in the file and what it costs, when a model comes and when it goes.
/// The engine itself logs nothing; these are the facts it gives.
/// </summary>
internal sealed partial class EngineLog(ILogger log)
{
    /// <summary>The logger's name, which a log filter may name: <c>--log-level info,llama=warn</c>.</summary>
    public const string Category = "llama";

    /// <summary>The engine's log, or null when nobody wants it.</summary>
    public static EngineLog? Of(ModelServerOptions options, ILoggerFactory loggers) => options.EngineLog ? new EngineLog(loggers.CreateLogger(Category)) : null;

    /// <summary>Before the file is opened.</summary>
    public void Reading(string file) => LogReading(file);

    /// <summary>After it was read and the memory is taken.</summary>
    public void Loaded(ModelInfo info)
    {
        LogModel(info.Name, info.Architecture, info.ParameterCount, info.FileSizeBytes);
        LogTensors(info.WeightsBytes, info.Quantisation, info.Layers, info.EmbeddingLength, info.Heads, info.KvHeads, info.HeadSize, info.VocabularySize);
        LogContext(info.ContextLength, info.TrainedContextLength, info.KvBytes, info.KvBytesPerToken);
        LogCompute(info.Threads, info.Kernels, info.BatchSize, info.Slots);
    }

    /// <summary>After its memory was given back.</summary>
    public void Freed(ModelInfo info) => LogFreed(info.Name, info.WeightsBytes, info.KvBytes);

    [LoggerMessage(EventIds.EngineReading, LogLevel.Information, "Reading {File}.")]
    private partial void LogReading(string file);

    [LoggerMessage(EventIds.EngineModel, LogLevel.Information, "Model {Name}: architecture {Architecture}, {Parameters} parameters, {FileBytes} bytes in the file.")]
    private partial void LogModel(string name, string architecture, long parameters, long fileBytes);

    [LoggerMessage(EventIds.EngineTensors, LogLevel.Information, "Tensors: {WeightsBytes} bytes, mostly {Quantisation}; {Layers} layers of {EmbeddingLength}, {Heads} heads over {KvHeads} of {HeadSize}, {Vocabulary} tokens known.")]
    private partial void LogTensors(long weightsBytes, string quantisation, int layers, int embeddingLength, int heads, int kvHeads, int headSize, int vocabulary);

    [LoggerMessage(EventIds.EngineContext, LogLevel.Information, "Context: {ContextSize} positions of {TrainedContext} trained; the key/value cache takes {KvBytes} bytes, {KvBytesPerToken} a position.")]
    private partial void LogContext(int contextSize, int trainedContext, long kvBytes, long kvBytesPerToken);

    [LoggerMessage(EventIds.EngineCompute, LogLevel.Information, "Compute: {Threads} threads, {Kernels} kernels, prompts in batches of {BatchSize}, {Slots} slots.")]
    private partial void LogCompute(int threads, string kernels, int batchSize, int slots);

    [LoggerMessage(EventIds.EngineFreed, LogLevel.Information, "Model {Name} is freed: {WeightsBytes} bytes of tensors, {KvBytes} bytes of cache.")]
    private partial void LogFreed(string name, long weightsBytes, long kvBytes);
}
