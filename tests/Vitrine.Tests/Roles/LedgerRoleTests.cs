using Vitrine.Ledger;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Tests.Roles;

/// <summary>Settings of the ledger role, from the document's own file and variables too, against its plan and its options.</summary>
public sealed class LedgerRoleTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = [];

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void Stop_ComesAfterEveryRoleThatTellsItsActs() =>
        new LedgerRole().StopStage.ShouldBeGreaterThan(RoleCatalog.All.Where(role => role is not LedgerRole).Max(role => role.StopStage));

    [Fact]
    public void Plan_Defaults_IsOneListenerForEverything()
    {
        var plan = new LedgerRole().Plan(Resolve());

        plan.Listeners.Select(listener => $"{listener.Name} {listener.Address}").ShouldBe(["api localhost:9090"]);
        (plan.ReadyUrl, plan.DebugUrl, plan.Pack).ShouldBe(("http://localhost:9090/health/ready", "http://localhost:9090", "kimberlite"));
        OptionsOf().Debug.ShouldBeNull();
    }

    [Fact]
    public void Plan_AddressesOfTheirOwn_AreTwoListeners()
    {
        _surroundings.Variables["KMB_BIND_ADDRESS"] = "127.0.0.1:7000";

        new LedgerRole().Plan(Resolve()).Listeners.Select(listener => $"{listener.Name} {listener.Address}").ShouldBe(["api 127.0.0.1:7000", "debug localhost:9090"]);
        OptionsOf().Debug.ShouldNotBeNull().Port.ShouldBe(9090);
    }

    [Fact]
    public void Toml_TheDocumentsOwn_ArrivesInTheNode()
    {
        var config = _surroundings.Write("config.toml", """
            # As the configuration guide has it.
            [server]
            bind_address = "127.0.0.1:7000"
            node_id = 2

            [storage]
            segment_size = "64MB"
            sync_mode = 'async'

            [telemetry]
            metrics_address = "127.0.0.1:9190"
            tracing_enabled = true
            tracing_endpoint = "http://jaeger:14268/api/traces"   # Jaeger's own protocol
            """);

        var options = OptionsOf(config);

        options.NodeId.ShouldBe(2);
        (options.Api.Single().Port, options.Debug!.Port).ShouldBe((7000, 9190));
        options.Warnings[0].ShouldBe("http://jaeger:14268/api/traces is Jaeger's own protocol: spans go to http://jaeger:4318/ as OTLP over HTTP, which Jaeger takes too");
        options.Warnings[1].ShouldStartWith("sync_mode is async");
        var telemetry = new VitrineOptions();
        options.ConfigureTelemetry!(telemetry);
        (telemetry.Export.Traces, telemetry.Export.Endpoint).ShouldBe((ExportTarget.Otlp, new Uri("http://jaeger:4318/")));
        telemetry.Settings.Single(setting => setting.Key == "ledger.node-id").Source.ShouldBe("config.toml:4");
        telemetry.Settings.Single(setting => setting.Key == "ledger.segment-size").Shown.ShouldBe("64MB");
    }

    [Theory]
    [InlineData("[telemetry]\ntracing_enbled = true\n", "config.toml:2:1: telemetry.tracing_enbled: is not known here. Did you mean 'tracing_enabled'?")]
    [InlineData("[telemtry]\ntracing_enabled = true\n", "config.toml:1:1: telemtry: is not known here. Did you mean 'telemetry'?")]
    [InlineData("[server]\nnode_id = 0\n", "config.toml:2: ledger.node-id must be a whole number from 1 to 255, not '0'.")]
    [InlineData("[server]\nnode_id = \n", "config.toml:2:11: expected a value.")]
    [InlineData("[server]\nnode_id = 1\nnode_id = 2\n", "config.toml:3:1: node_id: appears twice.")]
    public void Toml_WithAMistake_IsToldItsPlaceAndTheRemedy(string text, string expected) =>
        Should.Throw<SettingsException>(() => Resolve(_surroundings.Write("config.toml", text))).Message.ShouldContain(expected);

    [Fact]
    public void Yaml_WithTheDocumentsBlocks_MeansTheSame() =>
        Resolve(_surroundings.Write("vitrine.yaml", "server: { node_id: 7 }\ntelemetry: { tracing_enabled: false }\n")).Get(LedgerSettings.NodeId).ShouldBe(7);

    [Fact]
    public void Variables_OfTheDocument_ActOnTheLedgerAlone()
    {
        _surroundings.Variables["KMB_NODE_ID"] = "3";
        _surroundings.Variables["KMB_DATA_DIR"] = "kimberlite";
        _surroundings.Variables["KMB_LOG_LEVEL"] = "debug";
        _surroundings.Variables["RUST_LOG_FORMAT"] = "json";
        _surroundings.Variables["KMB_REPLICA_ID"] = "1";

        var options = OptionsOf();

        options.NodeId.ShouldBe(3);
        options.Folder.ShouldBe(_surroundings[Path.Combine("kimberlite", "ledger")]);
        options.Warnings.ShouldHaveSingleItem().ShouldStartWith("KMB_REPLICA_ID is set and nobody reads it.");
        Resolve().Get(SharedSettings.LogLevel).ShouldBe("debug");
        Resolve().Get(SharedSettings.LogPretty).ShouldBe("false");
        _surroundings.Variables["RUST_LOG"] = "kimberlite=info";
        Resolve().Get(SharedSettings.LogLevel).ShouldBe("kimberlite=info");
        new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("web", isUnderUp: false), _flags).Get(SharedSettings.LogLevel).ShouldBe("info");
    }

    [Fact]
    public void Options_EverySetting_ArrivesInTheNode()
    {
        (Setting Setting, string Text)[] given =
        [
            (LedgerSettings.MaxBody, "2MiB"), (LedgerSettings.MaxData, "64KiB"), (LedgerSettings.MaxBatch, "10"), (LedgerSettings.MaxRows, "20"),
            (LedgerSettings.WriteTimeout, "2s"), (LedgerSettings.QueryTimeout, "3s"), (LedgerSettings.StalledBeyond, "50"), (LedgerSettings.DrainTimeout, "4s"),
        ];
        foreach (var (setting, text) in given) _flags[setting] = text;

        var options = OptionsOf();

        options.Limits.ShouldBe(new() { BodyBytes = 2 << 20, DataBytes = 64 << 10, EntriesPerBatch = 10, RowsPerPage = 20 });
        (options.WriteTimeout, options.QueryTimeout, options.StalledBeyond, options.DrainTimeout).ShouldBe((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), 50, TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void Options_WithEtcd_CanRepairAndNeedTheMembers()
    {
        OptionsOf().CanRepair.ShouldBeFalse();
        _flags[LedgerSettings.Engine] = "etcd";
        Should.Throw<RoleStartException>(() => OptionsOf()).Message.ShouldStartWith("--engine etcd wants --etcd-endpoints: the members in the order of the node ids");

        _flags[LedgerSettings.EtcdEndpoints] = "http://etcd1:2379,http://etcd2:2379,http://etcd3:2379";
        OptionsOf().CanRepair.ShouldBeTrue();

        _flags[LedgerSettings.NodeId] = "4";
        Should.Throw<RoleStartException>(() => OptionsOf()).Message.ShouldBe("--node-id 4: --etcd-endpoints names 3 members, and node i has the i-th.");
    }

    [Theory]
    [InlineData("https://etcd1:2379", "", "", "node.key", "--etcd-key wants --etcd-cert: the certificate that the key belongs to.")]
    [InlineData("http://etcd1:2379", "ca.pem", "", "", "--etcd-endpoints: http://etcd1:2379/ is not https, so certificates would prove nothing there.")]
    [InlineData("https://etcd1:2379", "nowhere.pem", "", "", "nowhere.pem' cannot be read")]
    [InlineData("https://etcd1:2379", "", "nowhere.pem", "", "nowhere.pem' cannot be read")]
    public void Options_WithCertificatesForEtcdThatCannotBe_SayWhy(string members, string authority, string certificate, string key, string expected)
    {
        _flags[LedgerSettings.Engine] = "etcd";
        _flags[LedgerSettings.EtcdEndpoints] = members;
        foreach (var (setting, text) in (ReadOnlySpan<(Setting, string)>)[(LedgerSettings.EtcdCa, authority), (LedgerSettings.EtcdCertificate, certificate), (LedgerSettings.EtcdKey, key)])
        {
            if (text.Length > 0) _flags[setting] = text;
        }

        Should.Throw<RoleStartException>(() => OptionsOf()).Message.ShouldContain(expected);
    }

    private LedgerOptions OptionsOf(string? config = null)
    {
        var settings = Resolve(config);
        return LedgerSetup.OptionsOf(new RoleContext(settings, new LedgerRole().Plan(settings), _surroundings.Value));
    }

    private ResolvedSettings Resolve(string? config = null) =>
        new SettingsResolver(_surroundings.Variables, _surroundings.Folder, config is null ? null : Path.GetFileName(config)).Resolve(SettingsTable.Of("ledger", isUnderUp: false), _flags);
}
