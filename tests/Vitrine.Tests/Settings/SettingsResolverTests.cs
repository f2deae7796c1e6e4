using Vitrine.Settings;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Tests.Settings;

public sealed class SettingsResolverTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = [];

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void Resolve_NothingSet_TakesDefaults()
    {
        var settings = Resolve();

        settings.Get(ModelSettings.DebugHost).ShouldBe(new HostPort("localhost", 8090));
        settings.Get(ModelSettings.TempoProbability).ShouldBe(0.25);
        settings.SourceOf(ModelSettings.DebugHost).ShouldBe("default");
    }

    [Fact]
    public void Resolve_EverySource_StrongestWins()
    {
        _surroundings.Write("vitrine.yaml", "model:\n  debug-host: localhost:1\n");
        ShouldCome("localhost:1", "vitrine.yaml:2");
        _surroundings.Variables["KRONK_DEBUG_HOST"] = "localhost:2";
        ShouldCome("localhost:2", "environment KRONK_DEBUG_HOST");
        _surroundings.Variables["KRONK_WEB_DEBUG_HOST"] = "localhost:3";
        ShouldCome("localhost:3", "environment KRONK_WEB_DEBUG_HOST");
        _surroundings.Variables["VITRINE_MODEL_DEBUG_HOST"] = "localhost:4";
        ShouldCome("localhost:4", "environment VITRINE_MODEL_DEBUG_HOST");
        _flags[ModelSettings.DebugHost] = "localhost:5";
        ShouldCome("localhost:5", "flag --debug-host");
    }

    [Theory]
    [InlineData("KRONK_CACHE_MODELS_IN_CACHE", "KRONK_CACHE_TTL")]
    [InlineData("KRONK_POOL_MODELS_IN_POOL", "KRONK_POOL_TTL")]
    public void Resolve_EitherGenerationOfKronksVariables_Acts(string places, string time)
    {
        _surroundings.Variables[places] = "5";
        _surroundings.Variables[time] = "1h";
        _surroundings.Variables["KRONK_POOL_BUDGET_PERCENT"] = "50";

        var settings = Resolve();
        settings.Get(ModelSettings.ModelsInPool).ShouldBe(5);
        settings.Get(ModelSettings.IdleTime).ShouldBe(TimeSpan.FromHours(1));
        settings.Get(ModelSettings.BudgetPercent).ShouldBe(50);
    }

    [Fact]
    public void Resolve_CommonSettingInRoleSection_OverridesTheTop()
    {
        _surroundings.Write("vitrine.yaml", "log-level: warn\nmodel: { log-level: debug }\n");

        Resolve().Get(SharedSettings.LogLevel).ShouldBe("debug");
        Resolve(SettingsTable.Up).Get(SharedSettings.LogLevel).ShouldBe("warn");
    }

    [Fact]
    public void Resolve_HostSet_MovesListenersWithoutOne()
    {
        _surroundings.Variables["VITRINE_HOST"] = "0.0.0.0";

        Resolve().Get(ModelSettings.ApiHost).ShouldBe(new HostPort("0.0.0.0", 8080));
    }

    [Fact]
    public void Resolve_EmptyVariable_CountsAsNotSet()
    {
        _surroundings.Variables["KRONK_TEMPO_HOST"] = "";

        Resolve().SourceOf(ModelSettings.TempoHost).ShouldBe("default");
    }

    [Fact]
    public void Resolve_BadValues_AreAllReportedWithSourceAndAcceptedValues()
    {
        _surroundings.Write("vitrine.yaml", "log-level: loud\n");
        _surroundings.Variables["KRONK_TEMPO_PROBABILITY"] = "1.5";
        _flags[ModelSettings.ReadTimeout] = "soon";

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldBe(
        [
            "environment KRONK_TEMPO_PROBABILITY: model.tempo-probability must be a number from 0 to 1, not '1.5'.",
            "flag --read-timeout: model.read-timeout must be a duration such as 500ms, 30s, 10m or 1h30m, not 'soon'.",
            "vitrine.yaml:1: log-level must be a log level, or several such as warn,requests=info, not 'loud'. 'loud' is not a log level. Accepted: debug, error, fatal, info, off, trace, warn.",
        ], ignoreOrder: true);
    }

    [Fact]
    public void Resolve_UnknownVariable_NamesTheNearest()
    {
        _surroundings.Variables["VITRINE_HOTS"] = "x";

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldBe(["environment VITRINE_HOTS: is not known. Did you mean 'VITRINE_HOST'?"]);
    }

    [Fact]
    public void Resolve_UnknownKeys_NameTheNearestWithLineAndColumn()
    {
        _surroundings.Write("vitrine.yaml", "hots: x\nmodel:\n  debug-hots: localhost:1\n");

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldBe(
        [
            "vitrine.yaml:1:1: hots: is not known here. Did you mean 'host'?",
            "vitrine.yaml:3:3: model.debug-hots: is not known here. Did you mean 'debug-host'?",
        ]);
    }

    [Fact]
    public void Resolve_BrokenYaml_SaysWhere()
    {
        _surroundings.Write("vitrine.yaml", "host: [\n");

        Should.Throw<SettingsException>(() => Resolve()).Errors.ShouldHaveSingleItem().ShouldStartWith("vitrine.yaml:");
    }

    [Fact]
    public void Resolve_RelativePathInFile_StartsAtTheFile()
    {
        _surroundings.Write("conf/prod.yaml", "data-dir: ./data\n");

        var settings = new SettingsResolver(_surroundings.Variables, _surroundings.Folder, "conf/prod.yaml").Resolve(SettingsTable.Up, _flags);

        settings.Get(SharedSettings.DataFolder).ShouldBe(_surroundings["conf/data"]);
    }

    [Fact]
    public void Resolve_NamedFileMissing_IsAnError() =>
        Should.Throw<SettingsException>(() => new SettingsResolver(_surroundings.Variables, _surroundings.Folder, "none.yaml").Resolve(SettingsTable.Up, _flags)).Errors.ShouldHaveSingleItem().ShouldStartWith("none.yaml: cannot be read");

    [Fact]
    public void Effective_Secret_IsMasked()
    {
        var secret = new Setting<string>(ValueKinds.Text, "") { Key = "token", Description = "A token", IsSecret = true };
        var settings = new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null)
            .Resolve(new SettingsScope("", [secret]), new Dictionary<Setting, string> { [secret] = "abc" });

        var shown = settings.Effective.ShouldHaveSingleItem();
        shown.Shown.ShouldBe(EffectiveSetting.Mask);
        shown.Source.ShouldBe("flag --token");
        settings.Get(secret).ShouldBe("abc");
    }

    [Fact]
    public void Table_EverySetting_HasItsOwnFlagKeyAndVariable()
    {
        foreach (var scope in SettingsTable.Roles.Keys.Select(role => SettingsTable.Of(role, isUnderUp: false)).Append(SettingsTable.Up))
        {
            scope.Settings.Select(setting => setting.Flag).ShouldBeUnique();
            scope.Settings.Select(setting => setting.Path).ShouldBeUnique();
            scope.Settings.SelectMany(setting => setting.Aliases.Append(setting.Variable)).ShouldBeUnique();
        }
    }

    private ResolvedSettings Resolve(SettingsScope? scope = null) =>
        new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(scope ?? SettingsTable.Of("model", isUnderUp: false), _flags);

    private void ShouldCome(string value, string source)
    {
        var settings = Resolve();
        settings.Get(ModelSettings.DebugHost).ToString().ShouldBe(value);
        settings.SourceOf(ModelSettings.DebugHost).ShouldBe(source);
    }
}
