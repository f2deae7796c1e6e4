using Vitrine.Commands;
using Vitrine.Settings;
using Vitrine.Testing;
using Vitrine.Tests.Gateways;

namespace Vitrine.Tests.Profiles;

/// <summary><c>vitrine profile</c> of roles of the house: found by name, or behind a key.</summary>
public sealed class RoleProfileTests(RunningUp up) : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Role_ByItsName_IsFoundThroughTheRunningUp()
    {
        var (code, output, errors) = await up.RunAsync("profile", "threads", "gateway", "--top", "5");
        code.ShouldBe(ExitCode.Ok, errors);
        output.ShouldContain("threads of gateway  goroutine");

        (code, _, errors) = await up.RunAsync("profile", "heap", "gatway");
        code.ShouldBe(ExitCode.Usage);
        errors.ShouldContain("'gatway' is no file, no URL and no role that runs: ledger, model, gateway,");
    }

    [Fact]
    public async Task GuardedRole_WithoutKey_SaysWhatToDo_WithKey_Answers()
    {
        _surroundings.Write("keys", "ada 0123456789abcdef\n");
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var gateway = await ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]), (SharedSettings.ApiKeyFile, "keys"));

        (await _surroundings.RunAsync("profile", "heap", gateway.DebugUrl)).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("wants a key. Name the file that holds it: --api-key-file FILE");

        (await _surroundings.RunAsync("profile", "heap", gateway.DebugUrl, "--api-key-file", "keys")).ShouldBe(ExitCode.Ok, _surroundings.Error);
        _surroundings.Output.ShouldContain("inuse_space");
    }
}
