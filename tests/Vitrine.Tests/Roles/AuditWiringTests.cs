using Vitrine.Roles;
using Vitrine.Settings;

namespace Vitrine.Tests.Roles;

/// <summary>How roles find the ledger, and what their settings make of it.</summary>
public sealed class AuditWiringTests : IDisposable
{
    private static readonly RolePlan s_ledger = new([], "http://localhost:9090/health/ready", "http://localhost:9090", []) { Pack = "kimberlite", ApiKeyFile = "/etc/keys" };

    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = [];

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void WordsFor_LedgerBefore_NameItAndItsKeys() =>
        Words("gateway", ("ledger", s_ledger)).ShouldBe(["--audit-url=http://localhost:9090", "--audit-key-file=/etc/keys"]);

    [Fact]
    public void WordsFor_NoLedger_AreNone() => Words("gateway", ("model", s_ledger)).ShouldBeEmpty();

    [Fact]
    public void WordsFor_WhatTheUserChose_StaysAsItIs()
    {
        _flags[AuditSettings.Url] = "none";
        Words("web", ("ledger", s_ledger)).ShouldBeEmpty();
        RoleSetup.AuditOf(Resolve("web")).ShouldBeNull();
    }

    [Fact]
    public void AuditOf_Settings_BecomeOptionsWithAFolderOfTheRole()
    {
        var keys = _surroundings.Write("keys", "ops 0123456789abcdef\n");
        _surroundings.Variables["VITRINE_AUDIT_URL"] = "http://ledger:9090";
        _surroundings.Variables["VITRINE_FORECAST_AUDIT_OUTBOX_SIZE"] = "2MiB";
        _flags[AuditSettings.KeyFile] = keys;
        _flags[SharedSettings.DataFolder] = _surroundings["data"];

        var audit = RoleSetup.AuditOf(Resolve("forecast"))!;

        (audit.Ledger, audit.Folder, audit.MaxBytes, audit.Service, audit.Key!.Authorization).ShouldBe((new Uri("http://ledger:9090"), Path.Combine(_surroundings["data"], "audit", "forecast"), 2 * 1024 * 1024, "forecast", "Bearer 0123456789abcdef"));
        RoleSetup.AuditOf(Resolve("gateway"))!.MaxBytes.ShouldBe(256 * 1024 * 1024);
    }

    [Theory]
    [InlineData("VITRINE_AUDIT_URL", "ledger:9090", "http or https address")]
    [InlineData("VITRINE_AUDIT_OUTBOX_SIZE", "1KiB", "a size of at least 1MiB")]
    [InlineData("VITRINE_AUDIT_OUTBOX_SIZES", "1GiB", "VITRINE_AUDIT_OUTBOX_SIZE")]
    public void Resolve_WhatIsNoSetting_SaysWhatIs(string variable, string text, string expected)
    {
        _surroundings.Variables[variable] = text;
        Should.Throw<SettingsException>(() => Resolve("model")).Message.ShouldContain(expected);
    }

    [Fact]
    public void AuditOf_UnreadableKey_NamesTheFlag()
    {
        _flags[AuditSettings.Url] = "http://ledger:9090";
        _flags[AuditSettings.KeyFile] = _surroundings["nowhere"];
        Should.Throw<RoleStartException>(() => RoleSetup.AuditOf(Resolve("model"))).Message.ShouldStartWith("--audit-key-file: ");
    }

    private ResolvedSettings Resolve(string role) => new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of(role, isUnderUp: true), _flags);

    private IReadOnlyList<string> Words(string role, params (string Name, RolePlan Plan)[] others) => [.. AuditWiring.WordsFor(Resolve(role), others.ToDictionary(other => other.Name, other => other.Plan))];
}
