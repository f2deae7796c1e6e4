using Vitrine.Testing;
using Vitrine.Tests.Acceptance;

namespace Vitrine.Tests.Gateways;

/// <summary>Every command line of spec/kthena.md, run by a shell against a gateway that has seen everything.</summary>
public sealed class KthenaLinesTests(KthenaLinesTests.SeenEverything gateway) : IClassFixture<KthenaLinesTests.SeenEverything>
{
    private const string File = "Gateways/kthena-lines.txt";

    public static TheoryData<CommandLineCase> Lines => [.. CommandLineCase.ReadAll(File)];

    [Fact]
    public void Lines_OfTheDocument_AreAllThere() => CommandLineCase.ReadAll(File).Count.ShouldBe(30);

    [Theory]
    [MemberData(nameof(Lines), DisableDiscoveryEnumeration = true)]
    public async Task Line_OfTheDocument_GivesWhatItPromises(CommandLineCase line)
    {
        foreach (var program in (string[])["curl", "jq"]) ExternalTool.Locate(program);
        var command = line.Command
            .Replace("http://localhost:15000", gateway.All.Gateway.DebugUrl, StringComparison.Ordinal)
            .Replace("http://localhost:8080/", $"{gateway.All.Gateway.Api.BaseAddress}", StringComparison.Ordinal)
            .Replace("kubectl logs -n kthena-system deployment/kthena-router", "vitrine logs gateway", StringComparison.Ordinal);

        var output = await RunAsync(command);

        output.ShouldMatch(line.Pattern, $"{line.Place}: {command}");
    }

    /// <summary>Follows until something came; watches once.</summary>
    private async Task<string> RunAsync(string command)
    {
        const string Functions = """
            watch() { eval "$1"; }
            vitrine() {
                case "$* " in
                    *" -f "*)
                        out=$(mktemp); command vitrine "$@" >"$out" & pid=$!
                        until [ -s "$out" ]; do sleep 0.05; kill -0 $pid || break; done
                        kill $pid; wait $pid; cat "$out"; rm "$out";;
                    *) command vitrine "$@";;
                esac
            }
            """;
        return (await DocumentShell.RunAsync(gateway.All.Surroundings.Folder, $"{Functions}\n{command}")).Output;
    }

    /// <summary>The gateway after the scenario, and after one slow request to a prefill/decode pair that carries the document's request id.</summary>
    public sealed class SeenEverything : IAsyncLifetime
    {
        internal EveryCase All { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            All = await EveryCase.StartAsync();
            All.Plain.Usage = (1500, 600);
            (await All.Surroundings.RunAsync("load", "--scenario", "kthena", "--url", $"{All.Gateway.Api.BaseAddress}", "--debug-url", All.Gateway.DebugUrl)).ShouldBe(0, All.Surroundings.Output);
            (All.Prefill.Gate, All.Decode.Gate) = (Task.Delay(1_200), Task.Delay(6_000));
            (await All.Gateway.ChatAsync("pair", headers: ("X-Request-Id", "550e8400-e29b-41d4-a716-446655440000"))).Status.ShouldBe(200);
        }

        public ValueTask DisposeAsync() => All?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
