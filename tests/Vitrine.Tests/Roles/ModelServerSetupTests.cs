using System.Net;
using System.Text.Json;
using Vitrine.Roles;
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
    public async Task K13_DebugHost_FromEverySource_IsWhereTheDebugPagesAre(string source)
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
    public async Task Engine_Settings_ReachTheLoadedModel()
    {
        await using var served = await ServedModel.StartAsync(_surroundings, (ModelSettings.Slots, "7"), (ModelSettings.BatchSize, "32"), (ModelSettings.ContextSize, "128"), (ModelSettings.Threads, "1"));
        using var loaded = JsonDocument.Parse(await served.Api.GetStringAsync("/v1/models/ps", TestContext.Current.CancellationToken));
        var model = loaded.RootElement.EnumerateArray().Single();
        foreach (var (key, expected) in ((string, long)[])[("slots", 7), ("batch_size", 32), ("context_size", 128), ("threads", 1)]) model.GetProperty(key).GetInt64().ShouldBe(expected, key);
        var perToken = model.GetProperty("bytes_per_token").GetInt64();
        model.GetProperty("slot_memory").GetInt64().ShouldBe(7 * 128 * perToken);
        var page = await served.Debug.GetStringAsync("/metrics?pack=otel", TestContext.Current.CancellationToken);
        foreach (var (family, expected) in ((string, long)[])[("slots", 7), ("batch_size_tokens", 32), ("context_size_tokens", 128), ("threads", 1), ("bytes_per_token", perToken)])
            page.ShouldContain($"\nvitrine_model_{family}{{gen_ai_response_model=\"vitrine-tiny\"}} {expected}\n");
        page.ShouldContain("\nvitrine_model_offered{gen_ai_request_model=\"vitrine-tiny\"} 1\n");
    }

    [Theory]
    [InlineData("30s", 30.0)]
    [InlineData("0s", null)]
    public void SlotTimeout_Zero_WaitsForEver(string text, double? seconds)
    {
        var settings = new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null)
            .Resolve(SettingsTable.Of("model", isUnderUp: false), new Dictionary<Setting, string> { [ModelSettings.SlotTimeout] = text });
        var options = ModelServerSetup.OptionsOf(new RoleContext(settings, new ModelRole().Plan(settings), _surroundings.Value));
        (options.SlotTimeout?.TotalSeconds).ShouldBe(seconds);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task LayerTimings_WhenAsked_AreAFactOfTheInference(string value, bool expected)
    {
        await using var served = await ServedModel.StartAsync(_surroundings, (ModelSettings.LayerTimings, value));
        await served.ChatAsync();
        var story = await served.Debug.GetStringAsync("/debug/operations?id=last", TestContext.Current.CancellationToken);
        story.Contains("vitrine.layers", StringComparison.Ordinal).ShouldBe(expected, story);
        if (expected) story.ShouldMatch(@"; 0: prefill \d+\.\d\d \+ \d+\.\d\d, decode ");
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
