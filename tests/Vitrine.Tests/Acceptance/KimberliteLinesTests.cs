using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Vitrine.Testing;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Acceptance;

/// <summary>Every command line of spec/kimberlite.md, run by bash after <c>eval "$(vitrine alias)"</c> against a running ledger; ports alone are changed. docs/packs/kimberlite.md has the table.</summary>
public sealed class KimberliteLinesTests(KimberliteLinesTests.WrittenTo ledger) : IClassFixture<KimberliteLinesTests.WrittenTo>
{
    private const string File = "Acceptance/kimberlite-lines.txt";

    public static TheoryData<CommandLineCase> Lines => [.. CommandLineCase.ReadAll(File)];

    [Fact]
    public void Lines_OfTheDocument_AreAllThere() => CommandLineCase.ReadAll(File).Count.ShouldBe(17);

    [Theory]
    [MemberData(nameof(Lines), DisableDiscoveryEnumeration = true)]
    public async Task Line_OfTheDocument_GivesWhatItPromises(CommandLineCase line)
    {
        foreach (var program in (string[])["curl", "jq", "go", "dot"]) ExternalTool.Locate(program);
        var command = line.Command.Replace("8080", $"{FreePort.Next()}", StringComparison.Ordinal).Replace("http://localhost:9090", ledger.Served.Url, StringComparison.Ordinal);

        var (_, output, errors) = await DocumentShell.RunAsync(ledger.Folder, $"export PPROF_TMPDIR=\"$PWD\"; . ./alias.sh\n{command}");

        (output + errors).ShouldMatch(line.Pattern, $"{line.Place}: {command}");
    }

    /// <summary>A ledger with a tenant's entries and an audited act.</summary>
    public sealed class WrittenTo : IAsyncLifetime
    {
        private readonly TestSurroundings _surroundings = new();

        internal ServedLedger Served { get; private set; } = null!;

        internal string Folder => _surroundings.Folder;

        public async ValueTask InitializeAsync()
        {
            Served = await ServedLedger.StartAsync(_surroundings);
            await Served.PrepareAsync("acme", "orders");
            await Served.AppendAsync("acme", "orders");
            (await Served.Http.PostAsJsonAsync("/v1/audit/events", new JsonObject { ["events"] = new JsonArray(Act()) }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
            (await _surroundings.RunAsync("alias")).ShouldBe(0);
            _surroundings.Write("alias.sh", _surroundings.Output);
        }

        public async ValueTask DisposeAsync()
        {
            if (Served is not null) await Served.DisposeAsync();
            _surroundings.Dispose();
        }

        private static JsonObject Act() => new()
        {
            ["event_id"] = Guid.CreateVersion7().ToString(),
            ["occurred_at"] = DateTimeOffset.UtcNow.ToString("O"),
            ["service"] = "gateway",
            ["action"] = "AccessGranted",
            ["operation"] = "inference",
            ["actor"] = "alice",
        };
    }
}
