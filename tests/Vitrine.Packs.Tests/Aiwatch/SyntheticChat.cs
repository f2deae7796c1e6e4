using Vitrine.Packs.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Aiwatch;

/// <summary>
/// Drives operations as the chat application will, without a network and on a fixed clock. Each method is one thing that happens to it;
/// <see cref="RunAll"/> is the run that the golden files hold.
/// </summary>
internal sealed class SyntheticChat : IDisposable
{
    /// <summary>The default model, which runs on llama.cpp.</summary>
    public const string Model = "ai/llama3.2:1B-Q8_0";

    private const string OtherModel = "ai/smollm2";
    private readonly FixedClock _clock = new(new DateTimeOffset(2025, 5, 1, 9, 0, 0, TimeSpan.Zero));
    private bool _loaded;
    private double _tokensPerSecond;
    private int _requests;

    public SyntheticChat(string logLevel = "debug")
    {
        var pack = new PackStore().Load("aiwatch");
        ServiceLog = ServiceLog.Create(pack, "aiwatch", new ServiceLogOptions { Filter = logLevel }, _ => Log);
        Telemetry = new VitrineTelemetry(new TelemetryOptions
        {
            ServiceName = "web",
            Kinds = [HttpKinds.Http, InferenceKinds.Inference, InferenceKinds.Prefill, InferenceKinds.FirstToken, ModelKinds.Loaded, .. ChatKinds.All],
            Packs = [pack],
            Log = ServiceLog,
            Clock = _clock,
        });
        Telemetry.AddKnown(HttpFacts.Method, new KnownValues("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"));
        Telemetry.AddKnown(GenAiFacts.RequestModel, new KnownValues(Model, OtherModel));
        Telemetry.AddKnown(ChatFacts.ClientErrorType, new KnownValues("api_error", "network_error"));
        Telemetry.AddState(ModelKinds.Loaded, ReadModels);
        Coverage = new Coverage(Telemetry);
    }

    public VitrineTelemetry Telemetry { get; }

    public Coverage Coverage { get; }

    public ServiceLog ServiceLog { get; }

    public TimeProvider Clock => _clock;

    /// <summary>Standard output.</summary>
    public CapturedLines Log { get; } = new();

    /// <summary>What the document lists, each once.</summary>
    public void RunAll()
    {
        LoadModel();
        ChatAnswered();
        ChatWithAnotherModel();
        BadBody();
        WrongMethod();
        UpstreamDown();
        UpstreamBreaks();
        UpstreamTooSlow();
        UpstreamRefuses();
        ClientLeaves();
        PageReportsAnError("api_error");
        PageReportsAnError("<script>");
        PageReportsAnAnswer(120);
        PageReportsAnAnswer(0);
        EngineReports();
        UnknownPath("/wp-login.php");
        Coverage.Scrape();
        UnloadModel();
    }

    /// <summary>The engine's rows appear.</summary>
    public void LoadModel() => _loaded = true;

    /// <summary>They vanish.</summary>
    public void UnloadModel() => _loaded = false;

    public void ChatAnswered()
    {
        using var request = Next("/chat", "/chat", user: "ada");
        using var inference = Infer(request, Model);
        using (var prefill = inference.Begin(InferenceKinds.Prefill, At(request, 3))) prefill.End(Outcome.Ok, endTimestamp: At(request, 153));
        FirstToken(inference, 180);
        Coverage.Scrape();
        _tokensPerSecond = 39.2;
        inference.Set(GenAiFacts.OutputTokens, 40).End(Outcome.Ok, endTimestamp: At(request, 1202));
        Answer(request, 200, 1203.5);
    }

    /// <summary>Not a llama.cpp model: no prompt evaluation is known.</summary>
    public void ChatWithAnotherModel()
    {
        using var request = Next("/chat", "/chat");
        using var inference = Infer(request, OtherModel);
        FirstToken(inference, 60);
        inference.Set(GenAiFacts.OutputTokens, 5).End(Outcome.Ok, endTimestamp: At(request, 202));
        Answer(request, 200, 203);
    }

    public void BadBody()
    {
        using var request = Next("/chat", "/chat");
        Answer(request, 400, 1, Outcome.Rejected, "invalid_request", "'x' is an invalid start of a value");
    }

    public void WrongMethod()
    {
        using var request = Next("/chat", "/chat", method: "GET");
        Answer(request, 405, 0.5, Outcome.Error, "405");
    }

    /// <summary>Nothing was streamed yet, so the client learns of it.</summary>
    public void UpstreamDown()
    {
        using var request = Next("/chat", "/chat");
        using var inference = Infer(request, Model);
        inference.End(Outcome.Error, "upstream_error", "connection refused", At(request, 12));
        Answer(request, 502, 13, Outcome.Error);
    }

    /// <summary>Part of the answer is gone; the status was sent.</summary>
    public void UpstreamBreaks()
    {
        using var request = Next("/chat", "/chat");
        using var inference = Infer(request, Model);
        FirstToken(inference, 200);
        inference.Set(GenAiFacts.OutputTokens, 7).End(Outcome.Error, "stream_error", "the stream ended early", At(request, 700));
        Answer(request, 200, 701, Outcome.Error);
    }

    public void UpstreamTooSlow()
    {
        using var request = Next("/chat", "/chat");
        using var inference = Infer(request, Model);
        inference.End(Outcome.Timeout, "timeout", "no token within 30 s", At(request, 30_002));
        Answer(request, 504, 30_003, Outcome.Timeout);
    }

    public void UpstreamRefuses()
    {
        using var request = Next("/chat", "/chat");
        using var inference = Infer(request, Model);
        inference.End(Outcome.Rejected, "rate_limit", "output token rate limit exceeded", At(request, 9));
        Answer(request, 429, 10, Outcome.Rejected);
    }

    /// <summary>Nobody's error; what was generated is counted.</summary>
    public void ClientLeaves()
    {
        using var request = Next("/chat", "/chat");
        using var inference = Infer(request, Model);
        FirstToken(inference, 150);
        inference.Set(GenAiFacts.OutputTokens, 3).End(Outcome.Cancelled, endTimestamp: At(request, 400));
        Answer(request, 200, 401, Outcome.Cancelled, "client_left");
    }

    public void PageReportsAnError(string type)
    {
        using var request = Next("/metrics/error", "/metrics/error");
        request.Point(ChatKinds.ClientError).Set(ChatFacts.ClientErrorType, type).Set(ChatFacts.ClientStatusCode, 500).Set(ChatFacts.ClientInputLength, 3).Emit();
        Answer(request, 200, 0.5);
    }

    public void PageReportsAnAnswer(double firstTokenMs)
    {
        using var request = Next("/metrics/log", "/metrics/log");
        request.Point(ChatKinds.ClientReport)
            .Set(ChatFacts.ClientMessageId, "1746090000000").Set(ChatFacts.ClientInputTokens, 3).Set(ChatFacts.ClientOutputTokens, 9)
            .Set(ChatFacts.ClientResponseTime, TimeSpan.FromMilliseconds(800)).Set(ChatFacts.ClientTimeToFirstToken, TimeSpan.FromMilliseconds(firstTokenMs))
            .Emit();
        Answer(request, 200, 0.5);
    }

    public void EngineReports()
    {
        using var request = Next("/metrics/llamacpp", "/metrics/llamacpp");
        request.Point(ChatKinds.EngineReport).Set(GenAiFacts.ResponseModel, Model).Set(ChatFacts.PromptEvalTime, TimeSpan.FromMilliseconds(100)).Emit();
        Answer(request, 200, 0.5);
    }

    public void UnknownPath(string path, string method = "GET")
    {
        using var request = Next(path, route: null, method);
        Answer(request, 404, 0.25, Outcome.Error, "404");
    }

    /// <summary>A chat about a model that nobody offers.</summary>
    public void StrangersModel(string model)
    {
        using var request = Next("/chat", "/chat");
        using var inference = Infer(request, model);
        inference.End(Outcome.Error, "upstream_error", "no such model", At(request, 5));
        Answer(request, 502, 6, Outcome.Error);
    }

    public void Dispose() => Telemetry.Dispose();

    private static long At(Operation request, double ms) => request.StartTimestamp + FixedClock.Ticks(ms);

    private static void Answer(Operation request, long status, double ms, Outcome outcome = Outcome.Ok, string? errorType = null, string? message = null) =>
        request.Set(HttpFacts.StatusCode, status).End(outcome, errorType, message, At(request, ms));

    private static Operation Infer(Operation request, string model) =>
        request.Begin(InferenceKinds.Inference, At(request, 2))
            .Set(GenAiFacts.OperationName, "chat").Set(GenAiFacts.RequestModel, model).Opened()
            .Set(ChatFacts.InferenceType, "streaming").Set(GenAiFacts.InputTokens, 100);

    private static void FirstToken(Operation inference, double ms)
    {
        inference.Set(GenAiFacts.RequestTimeToFirstToken, TimeSpan.FromMilliseconds(ms));
        inference.Emit(InferenceKinds.FirstToken, ms);
    }

    private Operation Next(string path, string? route, string method = "POST", string? user = null)
    {
        if (_requests++ > 0) _clock.Advance(TimeSpan.FromSeconds(40));
        var request = Telemetry.Begin(HttpKinds.Http)
            .Set(HttpFacts.Method, method).Set(HttpFacts.Path, path).Set(HttpFacts.Target, path).Set(HttpFacts.Protocol, "HTTP/1.1")
            .Set(HttpFacts.UserAgent, "Mozilla/5.0").Set(HttpFacts.RequestId, $"req-{_requests:D4}")
            .Opened();
        return request.Set(HttpFacts.Route, route).Set(HttpFacts.UserId, user);
    }

    private void ReadModels(ref StateRows rows)
    {
        if (!_loaded) return;
        rows.Begin();
        rows.Set(GenAiFacts.ResponseModel, Model);
        rows.Set(ModelFacts.Memory, 1_321_082_688);
        rows.Set(ModelFacts.ContextSize, 4096);
        rows.Set(ModelFacts.BytesPerToken, 32_768);
        rows.Set(ModelFacts.Threads, 4);
        rows.Set(ModelFacts.BatchSize, 512);
        if (_tokensPerSecond > 0) rows.Set(GenAiFacts.TokensPerSecond, _tokensPerSecond);
    }
}
