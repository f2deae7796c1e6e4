using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Tests.Roles;

public sealed class ModelRoleTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = [];

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void Plan_Alone_ListensOnTheDocumentedPorts() =>
        Plan(isUnderUp: false).Listeners.Select(listener => $"{listener.Name} {listener.Address}").ShouldBe(["api localhost:8080", "debug localhost:8090"]);

    [Fact]
    public void Plan_UnderUp_LeavesTheGatewaysPort() =>
        Plan(isUnderUp: true).Listeners.Select(listener => $"{listener.Name} {listener.Address}").ShouldBe(["api localhost:8082", "debug localhost:8090"]);

    [Fact]
    public void Plan_PortOffset_ShiftsEveryPort()
    {
        _flags[SharedSettings.PortOffset] = "1000";
        _flags[ModelSettings.DebugHost] = ":9191";

        Plan(isUnderUp: true).Listeners.Select(listener => listener.Address.Port).ShouldBe([9082, 10191]);
    }

    [Fact]
    public void Plan_EveryAddress_LinksToThisMachine()
    {
        _flags[SharedSettings.Host] = "0.0.0.0";

        Plan(isUnderUp: false).Links.ShouldAllBe(link => link.Url.StartsWith("http://localhost:"));
    }

    [Fact]
    public void Plan_ModelFile_IsNamedInTheLineToTry()
    {
        _flags[ModelSettings.File] = "big/llama.gguf";

        Plan(isUnderUp: true).Model.ShouldBe("llama");
    }

    [Fact]
    public void Plan_FolderAlone_OffersNoTinyModelToTry()
    {
        _flags[ModelSettings.Folder] = "models";

        Plan(isUnderUp: false).Model.ShouldBeNull();
        ModelServerSetup.FileOf(Resolve(isUnderUp: false)).ShouldBeNull();
        _flags[ModelSettings.File] = "big.gguf";
        ModelServerSetup.FileOf(Resolve(isUnderUp: false)).ShouldEndWith("big.gguf");
    }

    [Theory]
    [InlineData("--models-in-cache")]
    [InlineData("--models-in-pool")]
    public async Task Serve_EitherSpellingOfAFlag_IsTheSameSetting(string flag)
    {
        (await _surroundings.RunAsync("serve", "model", flag, "none")).ShouldBe(2);
        _surroundings.Error.ShouldContain("models-in-cache must be a whole number from 1 to 1000");
    }

    [Fact]
    public async Task Serve_AuthEnabledWithoutKeys_DoesNotStart()
    {
        _surroundings.Variables["KRONK_AUTH_LOCAL_ENABLED"] = "true";
        (await _surroundings.RunAsync("serve", "model", "--api-host", "127.0.0.1:0", "--debug-host", "127.0.0.1:0")).ShouldBe(1);
        _surroundings.Error.ShouldContain("--api-key-file");
    }

    [Fact]
    public async Task Serve_MissingModel_FailsWithItsName()
    {
        (await _surroundings.RunAsync("serve", "model", "--model", "none.gguf", "--api-host", "127.0.0.1:0", "--debug-host", "127.0.0.1:0")).ShouldBe(1);
        _surroundings.Error.ShouldContain("none.gguf");
    }

    [Fact]
    public void LogPack_AnotherFirstPack_ShapesTheLinesForPeople()
    {
        PrettyKeys.Of(new ModelRole().LogPack(Resolve(isUnderUp: true))).ShouldBe(new PrettyLineKeys("time", "level", "msg"));
        _flags[SharedSettings.Packs] = "otel,kronk";
        PrettyKeys.Of(new ModelRole().LogPack(Resolve(isUnderUp: true))).ShouldBe(new PrettyLineKeys());
        _flags[SharedSettings.Packs] = "kimberlite";
        PrettyKeys.Of(new ModelRole().LogPack(Resolve(isUnderUp: true))).Fields.ShouldBe("fields");
    }

    [Fact]
    public void LogPack_NoSuchFolder_IsAnError()
    {
        _flags[SharedSettings.PackFolder] = "none";

        Should.Throw<RoleStartException>(() => new ModelRole().LogPack(Resolve(isUnderUp: true))).Message.ShouldContain("none");
    }

    private RolePlan Plan(bool isUnderUp) => new ModelRole().Plan(Resolve(isUnderUp));

    private ResolvedSettings Resolve(bool isUnderUp) =>
        new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("model", isUnderUp), _flags);
}
