using System.Text;
using System.Text.Json;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Testing.Otlp;
using Vitrine.Testing.Upstreams;
using Vitrine.Web;

namespace Vitrine.Tests.Roles;

/// <summary>The document's variables, from a <c>backend.env</c> to what the running console does (A18 to A20 of the contract).</summary>
public sealed class WebVariablesTests : IAsyncLifetime
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private readonly TestSurroundings _surroundings = new();
    private ScriptedUpstream _upstream = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _upstream = await ScriptedUpstream.StartAsync(Answers.Events("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", Answers.Done));

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        _surroundings.Dispose();
    }

    [Fact]
    public async Task A18_LogPrettyFalse_LastLineIsTheRequestAsJson()
    {
        await ChatAsync("LOG_PRETTY: false  # JSON");

        using var line = JsonDocument.Parse(Lines()[^1]);
        foreach (var name in (string[])["level", "time", "message", "request_id", "method", "path", "duration", "user_agent"]) line.RootElement.GetProperty(name).ToString().ShouldNotBeEmpty(name);
        (line.RootElement.GetProperty("path").GetString(), line.RootElement.GetProperty("status").GetInt32()).ShouldBe(("/chat", 200));
    }

    [Fact]
    public async Task A19_LogLevelError_SaysNothingOfAnAnswer()
    {
        await ChatAsync("LOG_LEVEL=error");

        Lines().ShouldBeEmpty();
    }

    [Fact]
    public async Task A20_TracingEnabled_SendsTheTraceOverHttp()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);

        await ChatAsync($"TRACING_ENABLED: true\nOTLP_ENDPOINT: {collector.Address.Authority}  # OpenTelemetry collector endpoint");

        var spans = new List<CollectedSpan>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        while (!spans.Any(span => span.Name == "http_request") || !spans.Any(span => span.Name == "model_inference")) spans.Add(await collector.Spans.ReadAsync(deadline.Token));
        spans.ShouldAllBe(span => span.TraceId == Trace);
    }

    private string[] Lines() => File.Exists(_surroundings["web.log"]) ? File.ReadAllLines(_surroundings["web.log"]) : [];

    /// <summary>One chat with a console that is told so; when this returns, it has stopped and written everything.</summary>
    private async Task ChatAsync(string variables)
    {
        _surroundings.Write("backend.env", $"{variables}\nBASE_URL: {_upstream.Address}v1/\nMODEL: llama\n");
        var flags = new Dictionary<Setting, string>
        {
            [WebSettings.EnvFile] = "backend.env",
            [WebSettings.ApiHost] = "127.0.0.1:0",
            [WebSettings.DebugHost] = "127.0.0.1:0",
            [SharedSettings.LogOutput] = "web.log",
        };
        var settings = new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("web", isUnderUp: false), flags);
        var options = WebSetup.OptionsOf(new RoleContext(settings, new WebRole().Plan(settings), _surroundings.Value));
        await using var web = await WebServer.StartAsync(
            options with
            {
                ConfigureTelemetry = telemetry =>
                {
                    options.ConfigureTelemetry!(telemetry);
                    telemetry.ServiceName = "web-of-variables";
                },
            },
            Cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(web.Addresses.Single()), Timeout = TimeSpan.FromMinutes(2) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new StringContent("""{"message":"Hi"}""", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0");
        using var answer = await http.SendAsync(request, Cancellation);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldBe("a");
        await web.StopAsync(Cancellation);
    }
}
