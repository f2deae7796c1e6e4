using System.Net;
using System.Text.Json;
using Vitrine.Settings;
using Vitrine.Testing.Otlp;

namespace Vitrine.Tests.Roles;

/// <summary>Settings of the model role against what its running server does.</summary>
public sealed class ModelServerSetupTests : IDisposable
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task LogOutput_File_HoldsTheDocumentedLines()
    {
        var lines = await LogOfAChatAsync();
        lines.Select(MessageOf).ShouldContain("request completed");
        lines.Select(MessageOf).ShouldContain("acquire-model");
    }

    [Theory]
    [InlineData("error")]
    [InlineData("off")]
    public async Task LogLevel_AboveInfo_SilencesInfo(string level) =>
        (await LogOfAChatAsync((SharedSettings.LogLevel, level))).ShouldBeEmpty();

    [Fact]
    public async Task LogLevel_InEnvironmentAndFile_ActsToo()
    {
        _surroundings.Write("vitrine.yaml", "model: { log-level: error }\n");
        (await LogOfAChatAsync()).ShouldBeEmpty();
        _surroundings.Variables["VITRINE_LOG_LEVEL"] = "error,requests=info";
        (await LogOfAChatAsync()).Select(MessageOf).Distinct().ShouldBe(["request started", "request completed"]);
    }

    [Fact]
    public async Task LogPretty_True_WritesForPeopleWithoutColoursInAFile()
    {
        var lines = await LogOfAChatAsync((SharedSettings.LogPretty, "true"));
        lines.ShouldContain(line => line.Contains("request completed", StringComparison.Ordinal) && line.Contains("statuscode=ok", StringComparison.Ordinal));
        lines.ShouldAllBe(line => !line.StartsWith('{') && !line.Contains('\u001b'));
    }

    [Fact]
    public async Task LogLevel_NoLevel_NamesTheSettingAndTheNearest()
    {
        (await _surroundings.RunAsync("serve", "model", "--log-level", "requests=wran")).ShouldBe(2);
        _surroundings.Error.ShouldContain("flag --log-level");
        _surroundings.Error.ShouldContain("Did you mean 'warn'?");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 6)]
    public async Task LlamaLog_DecidesOnTheEnginesNotices(string value, int expected)
    {
        _surroundings.Variables["KRONK_LLAMA_LOG"] = value;
        var notices = (await LogOfAChatAsync()).Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("file").GetString() == "llama").ToArray();
        notices.Length.ShouldBe(expected);
        foreach (var key in expected == 0 ? [] : (string[])["Architecture", "WeightsBytes", "ContextSize", "Threads", "Kernels"])
            notices.ShouldContain(line => line.EnumerateObject().Any(property => property.Name == key), key);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData(null, 4)]
    public async Task Slots_AreThoseOfTheEngine(string? value, int expected)
    {
        var lines = await LogOfAChatAsync(value is null ? [(ModelSettings.SlotTimeout, "30s")] : [(ModelSettings.Slots, value)]);
        lines.Select(line => JsonDocument.Parse(line).RootElement).Single(line => line.TryGetProperty("Kernels", out _)).GetProperty("Slots").GetInt32().ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://page.example", "https://page.example")]
    [InlineData("https://other.example", null)]
    public async Task CorsAllowedOrigins_Preflight_IsAnsweredWithTheNamedOnes(string origin, string? allowed)
    {
        _surroundings.Variables["KRONK_WEB_CORS_ALLOWED_ORIGINS"] = "https://page.example,https://third.example";
        await using var served = await ServedModel.StartAsync(_surroundings);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        preflight.Headers.Add("Origin", origin);
        using var answer = await served.Api.SendAsync(preflight, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (answer.Headers.TryGetValues(AllowOrigin, out var values) ? values.Single() : null).ShouldBe(allowed);
    }

    [Theory]
    [InlineData("KRONK_DEBUG_HOST")]
    [InlineData("KRONK_WEB_DEBUG_HOST")]
    [InlineData("--debug-host")]
    public async Task DebugHost_FromEverySource_IsWhereTheDebugPagesAre(string source)
    {
        int port;
        using (var reserved = new ReservedPort()) port = reserved.Number;
        (Setting, string)[] flags = [];
        if (source[0] == '-') flags = [(ModelSettings.DebugHost, $"127.0.0.1:{port}")];
        else _surroundings.Variables[source] = $"127.0.0.1:{port}";

        await using var served = await ServedModel.StartAsync(_surroundings, flags);
        using var http = new HttpClient();
        (await http.GetStringAsync($"http://127.0.0.1:{port}/metrics?pack=kronk", TestContext.Current.CancellationToken)).ShouldContain("vram_total_bytes{");
    }

    [Fact]
    public async Task TempoHost_CollectorComesLater_GetsTheNextSpans()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        var reserved = new ReservedPort();
        var port = reserved.Number;
        _surroundings.Variables["KRONK_TEMPO_HOST"] = $"127.0.0.1:{port}";
        await using var served = await ServedModel.StartAsync(_surroundings, (ModelSettings.TempoProbability, "1"));
        await served.ChatAsync();

        reserved.Dispose();
        await using var collector = await OtlpCollector.StartAsync(grpc: true, port);
        await served.ChatAsync($"00-{trace}-b7ad6b7169203331-01");
        using var deadline = new CancellationTokenSource(ServedModel.Deadline);
        var awaited = new HashSet<string> { "prepare-request", "prefill", "token-generation", "process-request" };
        while (awaited.Count > 0)
        {
            var span = await collector.Spans.ReadAsync(deadline.Token);
            if (span.TraceId == trace) awaited.Remove(span.Name);
        }
    }

    private async Task<string[]> LogOfAChatAsync(params (Setting, string)[] flags)
    {
        var file = _surroundings[$"{Guid.NewGuid():N}.log"];
        var served = await ServedModel.StartAsync(_surroundings, [(SharedSettings.LogOutput, file), .. flags]);
        await served.ChatAsync();
        await served.DisposeAsync();
        return await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
    }

    private static string? MessageOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("msg").GetString();
}
