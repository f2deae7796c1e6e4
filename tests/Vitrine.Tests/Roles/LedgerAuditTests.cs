using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Testing;

namespace Vitrine.Tests.Roles;

/// <summary>What the ledger role tells its own trail of itself, by the way that the other roles go.</summary>
public sealed class LedgerAuditTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Profile_AndItsRefusal_AreInTheLedgersOwnTrail()
    {
        var keys = _surroundings.Write("keys", "ops 0123456789abcdef\n");
        var address = $"127.0.0.1:{FreePort.Next()}";
        await using var served = await ServedLedger.StartAsync(_surroundings, (LedgerSettings.ApiHost, address), (LedgerSettings.DebugHost, address), (SharedSettings.ApiKeyFile, keys), (SharedSettings.DataFolder, _surroundings["data"]));

        (await served.Http.GetAsync("/debug/pprof/threadcreate", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        served.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "0123456789abcdef");
        (await served.Http.GetAsync("/debug/pprof/threadcreate", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var told = await TrailAsync(served, "profile");
        (told.GetProperty("service").GetString(), told.GetProperty("action").GetString(), told.GetProperty("actor").GetString(), told.GetProperty("subject_id").GetString()).ShouldBe(("ledger", "DataExported", "ops", "threadcreate"));
        (await TrailAsync(served, "access_refused")).GetProperty("subject_id").GetString().ShouldBe("/debug/pprof/threadcreate");
    }

    [Fact]
    public void AuditOf_Ledger_IsItselfWithItsKeysUnlessTheUserChoseAnother()
    {
        _flags[SharedSettings.ApiKeyFile] = _surroundings.Write("keys", "ops 0123456789abcdef\n");
        var own = AuditOf().ShouldNotBeNull();
        (own.Ledger, own.Key!.Authorization, own.Service).ShouldBe((new Uri("http://localhost:9090"), "Bearer 0123456789abcdef", "ledger"));

        _flags[AuditSettings.Url] = "http://elsewhere:9090";
        var other = AuditOf().ShouldNotBeNull();
        (other.Ledger, other.Key).ShouldBe((new Uri("http://elsewhere:9090"), null));

        _flags[AuditSettings.Url] = "none";
        AuditOf().ShouldBeNull();
    }

    private Vitrine.Telemetry.Audit.AuditOptions? AuditOf()
    {
        var settings = new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("ledger", isUnderUp: false), _flags);
        return RoleSetup.AuditOf(settings, new LedgerRole().Plan(settings));
    }

    /// <summary>The one record of an operation; its way over the disk announces nothing, so it is asked for.</summary>
    private static async Task<JsonElement> TrailAsync(ServedLedger served, string operation)
    {
        using var deadline = new CancellationTokenSource(ServedModel.Deadline);
        while (true)
        {
            var events = JsonElement.Parse(await served.Http.GetStringAsync($"/v1/audit/events?operation={operation}", deadline.Token)).GetProperty("events");
            if (events.GetArrayLength() > 0) return events[0].Clone();
            await Task.Delay(20, deadline.Token);
        }
    }
}
