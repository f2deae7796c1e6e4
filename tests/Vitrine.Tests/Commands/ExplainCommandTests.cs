using Vitrine.Commands;
using Vitrine.Settings;
using Vitrine.Tests.Gateways;

namespace Vitrine.Tests.Commands;

/// <summary>The command against a role whose debug pages want a key.</summary>
public sealed class ExplainCommandTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task GuardedRole_WithoutKey_SaysWhatToDo_WithKey_Answers()
    {
        _surroundings.Write("keys", "ada 0123456789abcdef\n");
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var gateway = await ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]), (SharedSettings.ApiKeyFile, "keys"));

        (await _surroundings.RunAsync("explain", "last", "--url", gateway.DebugUrl)).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("wants a key. Name the file that holds it: --api-key-file FILE");

        (await gateway.ChatAsync("m", headers: ("Authorization", "Bearer 0123456789abcdef"))).Status.ShouldBe(200);
        (await _surroundings.RunAsync("explain", "last", "--url", gateway.DebugUrl, "--api-key-file", "keys")).ShouldBe(ExitCode.Ok, _surroundings.Error);
        _surroundings.Output.ShouldContain("POST /v1/chat/completions");
    }
}
