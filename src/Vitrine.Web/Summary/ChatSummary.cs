using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Web.Chat;

namespace Vitrine.Web.Summary;

/// <summary>Counts what the summary shows, from the same scopes and points that metrics and log lines come from. Thread-safe.</summary>
internal sealed class ChatSummary(ActiveClients clients) : IProjection
{
    private readonly Lock _gate = new();
    private SummaryFigures _figures;

    /// <inheritdoc/>
    public string Name => "summary";

    /// <summary>One consistent copy.</summary>
    public SummaryFigures Read()
    {
        lock (_gate) return _figures;
    }

    /// <inheritdoc/>
    public bool Wants(Kind kind) =>
        kind == HttpKinds.Http || kind == InferenceKinds.Inference || kind == InferenceKinds.Prefill || kind == ChatKinds.ClientError || kind == ChatKinds.EngineReport;

    /// <inheritdoc/>
    public void OnEnded(Operation scope)
    {
        if (scope.Kind == HttpKinds.Http) AddChat(scope);
        else if (scope.Kind == InferenceKinds.Inference) AddTokens(scope);
        else AddPrompt(scope.Duration);
    }

    /// <inheritdoc/>
    public void OnPoint(Operation point)
    {
        if (point.Kind == ChatKinds.ClientError) AddReported(point.Get(ChatFacts.ClientErrorType));
        else if (point.TryGetOwn(ChatFacts.PromptEvalTime, out var time)) AddPrompt(time.AsDuration());
    }

    private void AddChat(Operation http)
    {
        if (http.Get(HttpFacts.Route) is not (ChatEndpoints.ChatPath or ChatEndpoints.EventsPath) || http.Get(HttpFacts.Method) != HttpMethods.Post) return;
        if ((http.Get(HttpFacts.UserId) ?? HostOf(http.Get(HttpFacts.ClientAddress))) is { } client) clients.Add(client);
        lock (_gate)
        {
            _figures.Chats++;
            _figures.Took += http.Duration;
            if (http.Outcome is Outcome.Error or Outcome.Timeout or Outcome.Rejected) _figures.Failed++;
        }
    }

    private void AddTokens(Operation inference)
    {
        if (!inference.TryGetOwn(GenAiFacts.InputTokens, out var input) || !inference.TryGetOwn(GenAiFacts.OutputTokens, out var output)) return;
        lock (_gate)
        {
            _figures.InputTokens += (long)input.AsDouble();
            _figures.OutputTokens += (long)output.AsDouble();
        }
    }

    private void AddPrompt(TimeSpan time)
    {
        lock (_gate)
        {
            _figures.Prompts++;
            _figures.PromptTime += time;
        }
    }

    private void AddReported(string? type)
    {
        lock (_gate)
        {
            if (type == "network_error") _figures.ReportedConnections++;
            else _figures.ReportedAnswers++;
        }
    }

    private static string? HostOf(string? address) => address?[..address.LastIndexOf(':')];
}
