using Vitrine.Gateway.Scheduling;
using Vitrine.Settings;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Tests.Settings;

/// <summary>The gateway's settings in the spelling of the router: variables, and blocks at the top of a YAML file.</summary>
public sealed class GatewaySettingsTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = [];

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData("ACCESS_LOG_ENABLED", "false", "gateway.access-log-enabled", "false")]
    [InlineData("ACCESS_LOG_FORMAT", "text", "gateway.access-log-format", "text")]
    [InlineData("ACCESS_LOG_OUTPUT", "stderr", "gateway.access-log-output", "stderr")]
    [InlineData("METRICS_SCRAPE_INTERVAL", "2s", "gateway.scrape-interval", "2s")]
    [InlineData("DRAIN_TIMEOUT", "1m", "gateway.drain-timeout", "1m")]
    [InlineData("ENABLE_FAIRNESS_SCHEDULING", "false", "gateway.fairness", "false")]
    [InlineData("FAIRNESS_WINDOW_SIZE", "1h", "gateway.fairness-window", "1h")]
    [InlineData("FAIRNESS_INPUT_TOKEN_WEIGHT", "1.5", "gateway.fairness-input-token-weight", "1.5")]
    [InlineData("FAIRNESS_OUTPUT_TOKEN_WEIGHT", "3", "gateway.fairness-output-token-weight", "3")]
    [InlineData("FAIRNESS_PRIORITY_TOKEN_WEIGHT", "0.5", "gateway.fairness-priority-token-weight", "0.5")]
    [InlineData("FAIRNESS_PRIORITY_REQUEST_NUM_WEIGHT", "7", "gateway.fairness-priority-request-weight", "7")]
    [InlineData("FAIRNESS_MAX_CONCURRENT", "0", "gateway.fairness-max-concurrent", "0")]
    [InlineData("FAIRNESS_MAX_QPS", "100", "gateway.fairness-max-qps", "100")]
    [InlineData("FAIRNESS_QUEUE_TIMEOUT", "1s", "gateway.fairness-queue-timeout", "1s")]
    [InlineData("REDIS_PASSWORD", "secret", "gateway.redis-password", EffectiveSetting.Mask)]
    public void Resolve_VariableOfTheRouter_Acts(string variable, string value, string path, string shown)
    {
        _surroundings.Variables[variable] = value;

        var setting = Resolve().Effective.Single(setting => setting.Key == path);

        (setting.Shown, setting.Source).ShouldBe((shown, $"environment {variable}"));
    }

    [Theory]
    [InlineData("FAIRNESS_MAX_QPS", "-1")]
    [InlineData("FAIRNESS_WINDOW_SIZE", "soon")]
    [InlineData("FAIRNESS_MAX_CONCURRENT", "1.5")]
    [InlineData("ENABLE_FAIRNESS_SCHEDULING", "maybe")]
    [InlineData("VITRINE_GATEWAY_SCORES", "prefix-cache=much")]
    [InlineData("VITRINE_GATEWAY_SCORES", "prefix-cache=-1")]
    [InlineData("VITRINE_GATEWAY_RETRY_SHARE", "2")]
    [InlineData("VITRINE_GATEWAY_RETRY_RESERVE", "10001")]
    [InlineData("VITRINE_GATEWAY_AUTH_JWKS", "http://")]
    public void Resolve_BadValue_NamesTheVariable(string variable, string value)
    {
        _surroundings.Variables[variable] = value;

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldHaveSingleItem().ShouldStartWith($"environment {variable}: ");
    }

    [Fact]
    public void Resolve_BlocksOfTheDocument_ActInTheDefaultFile()
    {
        _surroundings.Write("vitrine.yaml", Blocks);

        ShouldHoldTheBlocks(Resolve(), "vitrine.yaml");
    }

    [Fact]
    public void Resolve_BlocksOfTheDocument_ActInANamedFile()
    {
        _surroundings.Write("conf/router.yaml", Blocks);

        ShouldHoldTheBlocks(Resolve("conf/router.yaml"), "conf/router.yaml");
    }

    [Fact]
    public void Resolve_UnknownKeysInBlocks_NameTheNearest()
    {
        _surroundings.Write("vitrine.yaml", "accessLogger:\n  formt: text\nobservability:\n  metrics:\n    prot: 1\n  traces: {}\nauth:\n  isuer: x\n");

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldBe(
        [
            "vitrine.yaml:2:3: accessLogger.formt: is not known here. Did you mean 'format'?",
            "vitrine.yaml:5:5: observability.metrics.prot: is not known here. Did you mean 'port'?",
            "vitrine.yaml:6:3: observability.traces: is not known here. Accepted: metrics.",
            "vitrine.yaml:8:3: auth.isuer: is not known here. Did you mean 'issuer'?",
        ]);
    }

    [Fact]
    public void Resolve_SchedulerOfTheRouter_IsReadAsItStands()
    {
        _surroundings.Write("conf/router.yaml", """
            scheduler:
              pluginConfig:
              - name: least-request
                args:
                  maxWaitingRequests: 20
              - name: least-latency
                args:
                  TTFTTPOTWeightFactor: 0.25
              - name: prefix-cache
                args:
                  blockSizeToHash: 128
                  maxBlocksToMatch: 64
                  maxHashCacheSize: 1000
              plugins:
                Filter:
                  enabled:
                  - least-request
                  - lora-affinity
                  disabled: [lora-affinity]
                Score:
                  enabled:
                  - name: least-request
                    weight: 1
                  - name: prefix-cache
                    weight: 3
                  - name: gpu-usage
                  disabled:
                  - name: random
            """);

        var settings = Resolve("conf/router.yaml");

        settings.Get(SchedulerSettings.MaxWaitingRequests).ShouldBe(20);
        settings.Get(SchedulerSettings.FirstTokenShare).ShouldBe(0.25);
        (settings.Get(SchedulerSettings.PrefixBlockBytes), settings.Get(SchedulerSettings.PrefixBlocksPerPrompt), settings.Get(SchedulerSettings.PrefixBlocksPerPod)).ShouldBe((128, 64, 1000));
        settings.Get(SchedulerSettings.Filters).ShouldBe(["least-request", "lora-affinity"]);
        settings.Get(SchedulerSettings.FiltersOff).ShouldBe(["lora-affinity"]);
        settings.Get(SchedulerSettings.Scores).ShouldBe([new ScoreWeight("least-request"), new ScoreWeight("prefix-cache", 3), new ScoreWeight("gpu-usage")]);
        settings.Get(SchedulerSettings.ScoresOff).ShouldBe([new ScoreWeight("random")]);
        settings.SourceOf(SchedulerSettings.PrefixBlocksPerPod).ShouldBe("conf/router.yaml:13");
    }

    [Fact]
    public void Resolve_SchedulerWithMistakes_NamesEachWithItsLine()
    {
        _surroundings.Write("vitrine.yaml", """
            scheduler:
              pluginConfig:
              - name: least-requests
              - args: { maxWaitingRequests: 1 }
              - name: least-request
                args: { maxWaiting: 1 }
              - name: least-request
              plugins:
                Score:
                  enabled:
                  - { name: prefix-cache, wieght: 2 }
                  - { weight: 2 }
            """);

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldBe(
        [
            "vitrine.yaml:3:11: scheduler.pluginConfig[0].name: must be one of least-request, least-latency, prefix-cache, not 'least-requests'. Did you mean 'least-request'?",
            "vitrine.yaml:4:5: scheduler.pluginConfig[1].name: is missing.",
            "vitrine.yaml:6:13: scheduler.pluginConfig[2].args.maxWaiting: is not known here. Accepted: maxWaitingRequests.",
            "vitrine.yaml:7:11: scheduler.pluginConfig[3].name: 'least-request' appears twice.",
            "vitrine.yaml:11:31: scheduler.plugins.Score.enabled[0].wieght: is not known here. Did you mean 'weight'?",
            "vitrine.yaml:12:9: scheduler.plugins.Score.enabled[1].name: is missing.",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("maxWaitingRequests: none", "least-request", "gateway.max-waiting-requests must be a whole number from 1 to 1000000, not 'none'.")]
    [InlineData("blockSizeToHash: 100", "prefix-cache", "gateway.prefix-block-bytes must be a multiple of 64 from 64 to 65536, not '100'.")]
    [InlineData("TTFTTPOTWeightFactor: .nan", "least-latency", "gateway.first-token-share must be a number from 0 to 1, not '.nan'.")]
    public void Resolve_BadValueInTheSchedulersBlock_NamesFileAndLine(string argument, string plugin, string problem)
    {
        _surroundings.Write("vitrine.yaml", $"scheduler:\n  pluginConfig:\n  - name: {plugin}\n    args:\n      {argument}\n");

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldBe([$"vitrine.yaml:5: {problem}"]);
    }

    [Theory]
    [InlineData("Filter: { enabled: [least-requests] }", "gateway.filters must be a list of filters, not 'least-requests'. 'least-requests' is unknown. Did you mean 'least-request'?")]
    [InlineData("Score: { enabled: [{ name: prefix, weight: 1 }] }", "gateway.scores must be a list of scores, each with its weight if it is not 1: least-request,prefix-cache=2, not 'prefix=1'. 'prefix' is unknown. Accepted: gpu-usage, kv-usage, least-latency, least-request, prefix-cache, random.")]
    public void Resolve_UnknownPlugin_NamesTheNearest(string plugins, string problem)
    {
        _surroundings.Write("vitrine.yaml", $"scheduler:\n  plugins:\n    {plugins}\n");

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldBe([$"vitrine.yaml:3: {problem}"]);
    }

    [Fact]
    public void Resolve_EverySource_StrongestWins()
    {
        _surroundings.Write("vitrine.yaml", "accessLogger:\n  format: text\n");
        ShouldCome("text", "vitrine.yaml:2");
        _surroundings.Write("vitrine.yaml", "accessLogger:\n  format: text\ngateway:\n  access-log-format: json\n");
        ShouldCome("json", "vitrine.yaml:4");
        _surroundings.Variables["ACCESS_LOG_FORMAT"] = "text";
        ShouldCome("text", "environment ACCESS_LOG_FORMAT");
        _surroundings.Variables["VITRINE_GATEWAY_ACCESS_LOG_FORMAT"] = "json";
        ShouldCome("json", "environment VITRINE_GATEWAY_ACCESS_LOG_FORMAT");
        _flags[GatewaySettings.AccessLogFormat] = "text";
        ShouldCome("text", "flag --access-log-format");
    }

    [Fact]
    public void Resolve_Scores_ReadWeights()
    {
        _flags[SchedulerSettings.Scores] = "least-request, prefix-cache=2.5,gpu-usage = 0";

        Resolve().Get(SchedulerSettings.Scores).ShouldBe([new ScoreWeight("least-request"), new ScoreWeight("prefix-cache", 2.5), new ScoreWeight("gpu-usage", 0)]);
    }

    [Fact]
    public void Resolve_KeysInAFile_StandBesideTheYaml()
    {
        _surroundings.Write("conf/router.yaml", "auth: { jwksUri: keys.json }\n");

        Resolve("conf/router.yaml").Get(CallerSettings.Jwks).ShouldBe(_surroundings["conf/keys.json"]);
    }

    private const string Blocks = """
        accessLogger:
          format: "text"
          output: "stderr"
          enabled: false
        observability:
          metrics:
            enabled: true
            port: 15001
            path: /router/metrics
        auth:
          issuer: "https://issuer.example"
          audiences: ["a", "b"]
          jwksUri: "https://issuer.example/keys"
        """;

    private static void ShouldHoldTheBlocks(ResolvedSettings settings, string file)
    {
        settings.Get(GatewaySettings.AccessLogFormat).ShouldBe("text");
        settings.Get(GatewaySettings.AccessLogOutput).ShouldBe("stderr");
        settings.Get(GatewaySettings.AccessLogEnabled).ShouldBeFalse();
        settings.Get(GatewaySettings.MetricsEnabled).ShouldBeTrue();
        settings.Get(GatewaySettings.DebugHost).Port.ShouldBe(15001);
        settings.Get(GatewaySettings.MetricsPath).ShouldBe("/router/metrics");
        settings.Get(CallerSettings.Issuer).ShouldBe("https://issuer.example");
        settings.Get(CallerSettings.Audiences).ShouldBe(["a", "b"]);
        settings.Get(CallerSettings.Jwks).ShouldBe("https://issuer.example/keys");
        settings.SourceOf(GatewaySettings.MetricsPort).ShouldBe($"{file}:8");
    }

    private void ShouldCome(string value, string source)
    {
        var settings = Resolve();
        (settings.Get(GatewaySettings.AccessLogFormat), settings.SourceOf(GatewaySettings.AccessLogFormat)).ShouldBe((value, source));
    }

    private ResolvedSettings Resolve(string? file = null) =>
        new SettingsResolver(_surroundings.Variables, _surroundings.Folder, file).Resolve(SettingsTable.Of("gateway", isUnderUp: false), _flags);
}
