using Vitrine.Packs.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kronk;

/// <summary>
/// Drives operations as the model server does, without an engine and on a fixed clock. Each method is one thing that happens to it;
/// <see cref="RunAll"/> is the run that the golden files hold.
/// </summary>
internal sealed partial class SyntheticModelServer : IDisposable
{
    /// <summary>The model that is loaded.</summary>
    public const string Model = "Qwen3-8B-Q8_0";

    private readonly FixedClock _clock = new();
    private bool _loaded;
    private int _requests;

    public SyntheticModelServer(string packName = "kronk", string filter = "debug", params IEnumerable<Kind> more)
    {
        var pack = new PackStore().Load(packName);
        Telemetry = new VitrineTelemetry(new TelemetryOptions
        {
            ServiceName = "kronk",
            Kinds = [.. HttpKinds.All, .. InferenceKinds.All, .. ModelKinds.All, .. PoolKinds.All, .. more],
            Packs = [pack],
            Log = ServiceLog.Create(pack, "kronk", new ServiceLogOptions { Filter = filter }, _ => Log),
            Clock = _clock,
        });
        Telemetry.AddKnown(HttpFacts.Method, new KnownValues("GET", "POST"));
        Telemetry.AddKnown(GenAiFacts.RequestModel, new KnownValues(Model));
        Telemetry.AddState(ModelKinds.Loaded, ReadModels);
        AddPool();
        Coverage = new Coverage(Telemetry);
    }

    public VitrineTelemetry Telemetry { get; }

    public Coverage Coverage { get; }

    /// <summary>Standard output.</summary>
    public CapturedLines Log { get; } = new();

    /// <summary>What the document lists, each once.</summary>
    public void RunAll()
    {
        LoadFails();
        NoRoom();
        LoadModel();
        LoadProjector();
        ChatStreamed();
        ChatWhole();
        ChatOfOneToken();
        Completion();
        Embedding();
        Rerank();
        EmbeddingFails();
        Tokenize();
        UnknownModel("gpt-9");
        BadBody();
        QueueFull();
        EngineFails();
        LosesItsSlot();
        Panics();
        ClientLeaves();
        ClientLeavesTheQueue();
        UnknownPath();
        LoadShared();
        Coverage.Scrape();
        Unload();
    }

    public void LoadModel()
    {
        using var load = Telemetry.Begin(ModelKinds.Load).Set(ModelFacts.File, $"models/{Model}.gguf").Opened();
        load.Set(GenAiFacts.ResponseModel, Model).End(Outcome.Ok, endTimestamp: At(load, 2850));
        _loaded = true;
    }

    public void LoadFails()
    {
        using var load = Telemetry.Begin(ModelKinds.Load).Set(ModelFacts.File, "models/torn.gguf").Opened();
        load.End(Outcome.Error, "GgufFormatException", "models/torn.gguf: the tensor table ends at byte 4096.", At(load, 12));
        LoadFailed("torn", "load", "models/torn.gguf: the tensor table ends at byte 4096.");
    }

    /// <summary>A model that sees loads what turns images into tokens.</summary>
    public void LoadProjector()
    {
        using var load = Telemetry.Begin(ModelKinds.ProjectorLoad).Set(ModelFacts.File, $"models/mmproj-{Model}.gguf").Opened();
        load.Set(GenAiFacts.ResponseModel, Model).End(Outcome.Ok, endTimestamp: At(load, 410));
    }

    /// <summary>The document's own case: reasoning, then an answer, streamed.</summary>
    public void ChatStreamed()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model, isStream: true);
        chat.Set(GenAiFacts.InputMessages, "user: Why is the sky blue?").Set(GenAiFacts.OutputMessages, "Rayleigh scattering.");
        Answer(http, chat, promptTokens: 120, reasoningTokens: 30, completionTokens: 51, firstTokenMs: 450, endMs: 2050);
        Reply(http, 200, "ok", 2051, sentFromMs: 5);
    }

    public void ChatWhole()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model);
        Answer(http, chat, promptTokens: 40, reasoningTokens: 0, completionTokens: 21, firstTokenMs: 250, endMs: 650);
        Reply(http, 200, "ok", 651);
    }

    /// <summary>No rate: it counts as 0 tokens per second.</summary>
    public void ChatOfOneToken()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model);
        Answer(http, chat, promptTokens: 8, reasoningTokens: 0, completionTokens: 1, firstTokenMs: 150, endMs: 151);
        Reply(http, 200, "ok", 152);
    }

    /// <summary>Runs and counts as a chat does.</summary>
    public void Completion()
    {
        using var http = Next("/v1/completions");
        using var completion = Infer(http, "text_completion", Model);
        Answer(http, completion, promptTokens: 5, reasoningTokens: 0, completionTokens: 3, firstTokenMs: 120, endMs: 160, finish: "length");
        Reply(http, 200, "ok", 162);
    }

    /// <summary>Three texts, one vector each.</summary>
    public void Embedding()
    {
        using var http = Next("/v1/embeddings");
        using var embedding = Infer(http, "embeddings", Model);
        Embed(http, embedding, inputs: 3, promptTokens: 21);
        Reply(http, 200, "ok", 31);
    }

    /// <summary>A query and four documents.</summary>
    public void Rerank()
    {
        using var http = Next("/v1/rerank");
        using var rerank = Infer(http, "rerank", Model);
        Embed(http, rerank, inputs: 5, promptTokens: 60);
        Reply(http, 200, "ok", 31);
    }

    public void EmbeddingFails()
    {
        using var http = Next("/v1/embeddings");
        using var embedding = Infer(http, "embeddings", Model);
        Embed(http, embedding, inputs: 1, promptTokens: 4, Outcome.Error);
        Reply(http, 500, "internal", 31, Outcome.Error, "a tensor holds NaN");
    }

    /// <summary>Tokens are counted, none are used.</summary>
    public void Tokenize()
    {
        using var http = Next("/v1/tokenize");
        using var tokenize = Infer(http, "tokenize", Model);
        using (var acquire = tokenize.Begin(InferenceKinds.PoolAcquire, At(http, 1))) acquire.Set(ModelFacts.PoolResult, "hit").End(Outcome.Ok, endTimestamp: At(http, 1.25));
        tokenize.Set(GenAiFacts.ResponseModel, Model).End(Outcome.Ok, endTimestamp: At(http, 2));
        Reply(http, 200, "ok", 3);
    }

    public void UnknownModel(string model)
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", model);
        using (var acquire = chat.Begin(InferenceKinds.PoolAcquire, At(http, 1)))
            acquire.Set(ModelFacts.PoolResult, "error").End(Outcome.Error, "not_found", $"There is no model '{model}'.", At(http, 1.5));
        chat.Set(GenAiFacts.FailureClass, "pre-batch").End(Outcome.Error, "not_found", endTimestamp: At(http, 2));
        Reply(http, 404, "not_found", 2, Outcome.Error, $"There is no model '{model}'.");
    }

    /// <summary>Refused before an inference began.</summary>
    public void BadBody()
    {
        using var http = Next("/v1/chat/completions");
        Reply(http, 400, "invalid_argument", 0.5, Outcome.Error, "messages is missing, accepted is a list of at least one message.");
    }

    public void QueueFull()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model);
        Prepare(http, chat, 10);
        chat.Set(GenAiFacts.FailureClass, "pre-batch").End(Outcome.Rejected, "unavailable", endTimestamp: At(http, 4));
        Reply(http, 503, "unavailable", 5, Outcome.Rejected, "The server is busy: all 64 places in the queue are taken.");
    }

    /// <summary>A stream that fails in the middle: its client saw 200, its scope knows better.</summary>
    public void EngineFails()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model, isStream: true);
        Answer(http, chat, 10, 0, 4, firstTokenMs: 200, endMs: 300, Outcome.Error, "error");
        Reply(http, 200, "internal", 301, Outcome.Error, "a tensor holds NaN", sentFromMs: 5);
    }

    /// <summary>Another waited too long.</summary>
    public void LosesItsSlot()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model, isStream: true);
        Answer(http, chat, 10, 0, 4, firstTokenMs: 200, endMs: 300, Outcome.Error, "preempted");
        Reply(http, 200, "unavailable", 301, Outcome.Error, "others waited too long for this answer's slot", sentFromMs: 5);
    }

    /// <summary>An exception that no handler caught.</summary>
    public void Panics()
    {
        using var http = Next("/v1/models");
        http.Set(HttpFacts.Unhandled, true).Set(CoreFacts.ExceptionStacktrace, "System.InvalidOperationException: boom\n   at Models.List()");
        Reply(http, 500, "internal", 1, Outcome.Error, "boom", "System.InvalidOperationException");
    }

    /// <summary>In the middle of a stream; nobody's error.</summary>
    public void ClientLeaves()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model, isStream: true);
        Answer(http, chat, 25, 0, 9, firstTokenMs: 300, endMs: 700, Outcome.Cancelled, "cancelled");
        Reply(http, 200, "canceled", 701, Outcome.Cancelled, "The client left.", "canceled", sentFromMs: 5);
    }

    public void ClientLeavesTheQueue()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model, isStream: true);
        Prepare(http, chat, 30);
        using (var wait = chat.Begin(InferenceKinds.QueueWait, At(http, 5)))
        {
            Coverage.Scrape();
            wait.End(Outcome.Cancelled, endTimestamp: At(http, 900));
        }

        chat.Set(GenAiFacts.FinishReason, "cancelled").Set(GenAiFacts.FailureClass, "context-cancelled").End(Outcome.Cancelled, "canceled", endTimestamp: At(http, 900));
        Reply(http, 200, "canceled", 901, Outcome.Cancelled, "The client left.", "canceled", sentFromMs: 5);
    }

    public void UnknownPath()
    {
        using var http = Next("/wp-login.php?x=1", "GET", hasRoute: false);
        Reply(http, 404, "not_found", 0.25, Outcome.Error, "There is nothing at /wp-login.php.");
    }

    /// <summary>The rows go, and their series with them.</summary>
    public void Unload()
    {
        Evict(Model, "ttl", "n/a");
        _loaded = false;
    }

    public void Dispose() => Telemetry.Dispose();

    private static long At(Operation root, double ms) => root.StartTimestamp + FixedClock.Ticks(ms);

    /// <summary>The answer goes out within the last quarter of a millisecond, a stream's from <paramref name="sentFromMs"/> on.</summary>
    private static void Reply(
        Operation http, long status, string name, double ms, Outcome outcome = Outcome.Ok, string? message = null, string? errorType = null, double? sentFromMs = null)
    {
        using (var send = http.Begin(HttpKinds.Send, At(http, sentFromMs ?? ms - 0.25)).Set(HttpFacts.StatusCode, status)) send.End(outcome == Outcome.Cancelled ? outcome : Outcome.Ok, endTimestamp: At(http, ms));
        http.Set(HttpFacts.StatusCode, status).Set(HttpFacts.Status, name).End(outcome, outcome == Outcome.Ok ? null : errorType ?? name, message, At(http, ms));
    }

    private static Operation Infer(Operation http, string operation, string model, bool isStream = false) =>
        http.Begin(InferenceKinds.Inference, At(http, 1))
            .Set(GenAiFacts.OperationName, operation).Set(GenAiFacts.RequestModel, model).Set(GenAiFacts.ResponseId, "chatcmpl-3f2504e0-4f89-41d3-9a0c-0305e82c3301")
            .Set(GenAiFacts.Stream, isStream).Set(GenAiFacts.RequestParameters, $"model[{model}]: messages[1]: stream[{(isStream ? "true" : "false")}]: temperature[0.8]: top_p[0.95]: top_k[40]:")
            .Opened();

    /// <summary>Pool and prompt, up to the fifth millisecond.</summary>
    private static void Prepare(Operation http, Operation chat, int promptTokens)
    {
        using (var acquire = chat.Begin(InferenceKinds.PoolAcquire, At(http, 1))) acquire.Set(ModelFacts.PoolResult, "hit").End(Outcome.Ok, endTimestamp: At(http, 1.25));
        chat.Set(GenAiFacts.ResponseModel, Model);
        using var prepare = chat.Begin(InferenceKinds.Prepare, At(http, 1.5));
        chat.Set(GenAiFacts.InputTokens, promptTokens).Set(GenAiFacts.CachedTokens, 0);
        using (var prompt = prepare.Begin(InferenceKinds.Prompt, At(http, 2)).Set(ModelFacts.BatchSize, 2048)) prompt.End(Outcome.Ok, endTimestamp: At(http, 4));
        prepare.End(Outcome.Ok, endTimestamp: At(http, 5));
    }

    /// <summary>The whole way through queue and slot, which begins at the 50th millisecond.</summary>
    private void Answer(
        Operation http, Operation chat, int promptTokens, int reasoningTokens, int completionTokens, double firstTokenMs, double endMs, Outcome outcome = Outcome.Ok, string finish = "stop")
    {
        Prepare(http, chat, promptTokens);
        using (var wait = chat.Begin(InferenceKinds.QueueWait, At(http, 5))) wait.End(Outcome.Ok, endTimestamp: At(http, 50));
        using var generation = chat.Begin(InferenceKinds.Generation, At(http, 50)).Set(ModelFacts.Slot, 0).Set(ModelFacts.ActiveStreams, 1).Set(ModelFacts.KvUsed, 0).Opened();
        chat.Set(GenAiFacts.TimeToFirstToken, TimeSpan.FromMilliseconds(firstTokenMs - 50)).Set(GenAiFacts.RequestTimeToFirstToken, TimeSpan.FromMilliseconds(firstTokenMs));
        using (var prefill = generation.Begin(InferenceKinds.Prefill, At(http, 50.5)).Set(ModelFacts.PrefillKind, "text")) prefill.End(Outcome.Ok, endTimestamp: At(http, firstTokenMs - 1));
        Coverage.Scrape();
        if (outcome != Outcome.Ok) chat.Set(GenAiFacts.FailureClass, outcome == Outcome.Cancelled ? "context-cancelled" : "active-slot");
        var output = reasoningTokens + completionTokens;
        var perSecond = output > 1 ? (output - 1) / (endMs - firstTokenMs) * 1000 : 0;
        chat.Set(GenAiFacts.ReasoningTokens, reasoningTokens).Set(GenAiFacts.CompletionTokens, completionTokens).Set(GenAiFacts.OutputTokens, output)
            .Set(GenAiFacts.TotalTokens, promptTokens + output).Set(GenAiFacts.TokensPerSecond, perSecond).Set(GenAiFacts.FinishReason, finish);
        if (output > 1) chat.Set(GenAiFacts.TimePerOutputToken, TimeSpan.FromMilliseconds((endMs - firstTokenMs) / (output - 1)));
        using (var decode = generation.Begin(InferenceKinds.Decode, At(http, firstTokenMs))) decode.End(outcome, endTimestamp: At(http, endMs));
        generation.Set(ModelFacts.ActiveStreams, 0).Set(ModelFacts.KvUsed, 0).End(outcome, endTimestamp: At(http, endMs));
        chat.End(outcome, outcome == Outcome.Ok ? null : finish, endTimestamp: At(http, endMs + 0.5));
    }

    /// <summary>Texts on their way through queue and slot, up to the 30th millisecond: no template and no answer.</summary>
    private void Embed(Operation http, Operation embedding, int inputs, int promptTokens, Outcome outcome = Outcome.Ok)
    {
        using (var acquire = embedding.Begin(InferenceKinds.PoolAcquire, At(http, 1))) acquire.Set(ModelFacts.PoolResult, "hit").End(Outcome.Ok, endTimestamp: At(http, 1.25));
        embedding.Set(GenAiFacts.ResponseModel, Model).Set(GenAiFacts.Inputs, inputs).Set(GenAiFacts.InputTokens, promptTokens);
        using (var prepare = embedding.Begin(InferenceKinds.Prepare, At(http, 1.5))) prepare.End(Outcome.Ok, endTimestamp: At(http, 3));
        using (var wait = embedding.Begin(InferenceKinds.QueueWait, At(http, 3))) wait.End(Outcome.Ok, endTimestamp: At(http, 10));
        using var generation = embedding.Begin(InferenceKinds.Generation, At(http, 10)).Set(ModelFacts.Slot, 0).Opened();
        using (var prefill = generation.Begin(InferenceKinds.Prefill, At(http, 10)).Set(ModelFacts.PrefillKind, "text")) prefill.End(outcome, endTimestamp: At(http, 29));
        Coverage.Scrape();
        if (outcome != Outcome.Ok) embedding.Set(GenAiFacts.FailureClass, "active-slot");
        generation.End(outcome, endTimestamp: At(http, 29));
        embedding.End(outcome, outcome == Outcome.Ok ? null : "internal", endTimestamp: At(http, 30));
    }

    private Operation Next(string target, string method = "POST", bool hasRoute = true)
    {
        if (_requests++ > 0) _clock.Advance(TimeSpan.FromSeconds(10));
        var path = target.Split('?')[0];
        var http = Telemetry.Begin(HttpKinds.Http)
            .Set(HttpFacts.Method, method).Set(HttpFacts.Path, path).Set(HttpFacts.Target, target).Set(HttpFacts.Protocol, "HTTP/1.1")
            .Set(HttpFacts.ClientAddress, "10.0.0.7:52100").Set(HttpFacts.RequestId, $"req-{_requests:D4}")
            .Opened();
        return hasRoute ? http.Set(HttpFacts.Route, path) : http;
    }

    private void ReadModels(ref StateRows rows)
    {
        if (!_loaded) return;
        rows.Begin();
        rows.Set(GenAiFacts.ResponseModel, Model);
        rows.Set(ModelFacts.Memory, 9_932_111_872);
        rows.Set(ModelFacts.SlotMemory, 1_207_959_552);
        rows.Set(ModelFacts.BytesPerToken, 147_456);
        rows.Set(ModelFacts.ContextSize, 8192);
        rows.Set(ModelFacts.Threads, 7);
        rows.Set(ModelFacts.BatchSize, 2048);
        rows.Set(ModelFacts.Slots, 4);
        rows.Set(ModelFacts.ActiveStreams, 1);
        rows.Set(ModelFacts.QueueDepth, 2);
        rows.Set(ModelFacts.KvUsed, 512);
        rows.Set(PoolFacts.ActiveStreams, 3);
    }
}
