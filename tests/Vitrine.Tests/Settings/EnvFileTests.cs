using Vitrine.Commands;
using Vitrine.Settings;

namespace Vitrine.Tests.Settings;

/// <summary>The file of variables that the console is given, as spec/aiwatch.md writes it and as containers read it.</summary>
public sealed class EnvFileTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = new() { [WebSettings.EnvFile] = "backend.env" };

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData("LOG_LEVEL: warn      # debug, info, warn, error")]
    [InlineData("LOG_LEVEL=warn")]
    [InlineData("LOG_LEVEL = warn # why")]
    [InlineData("  export LOG_LEVEL=\"warn\"  # quoted")]
    [InlineData("LOG_LEVEL: 'warn'")]
    public void Line_InEitherForm_ActsOnTheConsole(string line)
    {
        _surroundings.Write("backend.env", $"# Observability configuration\n\n{line}\n");

        var settings = Resolve();

        (settings.Get(SharedSettings.LogLevel), settings.SourceOf(SharedSettings.LogLevel)).ShouldBe(("warn", "backend.env:3"));
    }

    [Fact]
    public void TheDocumentsFile_IsReadAsItStands()
    {
        _surroundings.Write("backend.env",
            """
            # Observability configuration
            LOG_LEVEL: info      # debug, info, warn, error
            LOG_PRETTY: true     # Whether to output pretty-printed logs
            TRACING_ENABLED: true  # Enable OpenTelemetry tracing
            OTLP_ENDPOINT: jaeger:4318  # OpenTelemetry collector endpoint
            BASE_URL: http://model-runner.docker.internal/engines/llama.cpp/v1/
            MODEL: ai/llama3.2:1B-Q8_0
            API_KEY: dockermodelrunner
            """);

        var settings = Resolve();

        (settings.Get(SharedSettings.LogLevel), settings.Get(SharedSettings.LogPretty), settings.Get(WebSettings.TracingEnabled)).ShouldBe(("info", "true", "true"));
        settings.Get(WebSettings.OtlpEndpoint).ShouldBe(new HostPort("jaeger", 4318));
        (settings.Get(WebSettings.BaseUrl), settings.Get(WebSettings.Model), settings.Get(WebSettings.ApiKey))
            .ShouldBe((new Uri("http://model-runner.docker.internal/engines/llama.cpp/v1/"), "ai/llama3.2:1B-Q8_0", "dockermodelrunner"));
    }

    [Fact]
    public void EverySource_StrongestWins()
    {
        _surroundings.Write("vitrine.yaml", "web: { model: of-yaml, env-file: sub/other.env }\n");
        _surroundings.Write("sub/other.env", "VITRINE_WEB_API_HOST=:4000\n");
        _surroundings.Write("backend.env", "MODEL=\n");
        Resolve().SourceOf(WebSettings.Model).ShouldBe("vitrine.yaml:1");
        _surroundings.Write("backend.env", "MODEL=of-file#1\n");
        (Resolve().Get(WebSettings.Model), Resolve().SourceOf(WebSettings.Model)).ShouldBe(("of-file#1", "backend.env:1"));
        _surroundings.Variables["MODEL"] = "of-environment";
        Resolve().SourceOf(WebSettings.Model).ShouldBe("environment MODEL");
        _flags[WebSettings.Model] = "of-flag";
        Resolve().SourceOf(WebSettings.Model).ShouldBe("flag --model");
        _flags.Remove(WebSettings.EnvFile);
        Resolve().SourceOf(WebSettings.ApiHost).ShouldBe("sub/other.env:1");
    }

    [Fact]
    public void DocumentedVariables_ActOnTheConsoleOnly()
    {
        _surroundings.Variables["LOG_LEVEL"] = "error";
        _surroundings.Variables["LOG_PRETTY"] = "true";

        (Resolve().Get(SharedSettings.LogLevel), Resolve().Get(SharedSettings.LogPretty)).ShouldBe(("error", "true"));
        var model = new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("model", isUnderUp: true), new Dictionary<Setting, string>());
        (model.Get(SharedSettings.LogLevel), model.Get(SharedSettings.LogPretty)).ShouldBe(("info", "auto"));
    }

    [Fact]
    public void WrongLines_AreAllNamedWithTheirPlace()
    {
        _surroundings.Write("backend.env", "LOG_LEVL: info\nMODEL\nMODEL=a\nMODEL=b\nBASE_URL:http://x\nTRACING_ENABLED: perhaps\nAPI_KEY=\"open\n");

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldBe(
        [
            "backend.env:2: expected KEY=value or KEY: value.",
            "backend.env:4: MODEL stands here again, after backend.env:3.",
            "backend.env:5: expected KEY=value or KEY: value.",
            "backend.env:7: expected KEY=value or KEY: value.",
            "backend.env:1: LOG_LEVL is not known. Did you mean 'LOG_LEVEL'?",
            "backend.env:6: web.tracing-enabled must be one of auto, true, false, not 'perhaps'.",
        ]);
    }

    [Fact]
    public async Task Config_ShowsTheFileAndKeepsItsSecrets()
    {
        _surroundings.Write("backend.env", "API_KEY: dockermodelrunner\nMODEL: tiny\n");

        (await _surroundings.RunAsync("config", "web", "--env-file", "backend.env")).ShouldBe(ExitCode.Ok, _surroundings.Error);

        _surroundings.Output.ShouldContain("backend.env:2");
        _surroundings.Output.ShouldNotContain("dockermodelrunner");
    }

    [Fact]
    public async Task AbsentFile_IsAnErrorOfUsage()
    {
        (await _surroundings.RunAsync("serve", "web", "--env-file", "absent.env")).ShouldBe(ExitCode.Usage);

        _surroundings.Error.ShouldContain("flag --env-file: absent.env cannot be read");
    }

    private ResolvedSettings Resolve()
    {
        if (_flags.ContainsKey(WebSettings.EnvFile) && !File.Exists(_surroundings["backend.env"])) _surroundings.Write("backend.env", "");
        return new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("web", isUnderUp: false), _flags);
    }
}
