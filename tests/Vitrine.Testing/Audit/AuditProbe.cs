using System.Text;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Hosting;
using Xunit;

namespace Vitrine.Testing.Audit;

/// <summary>A ledger and an outbox for one service under test: what the service tells, and that it tells nothing else.</summary>
public sealed class AuditProbe : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-audit-");
    private readonly ScriptedLedger _ledger;
    private readonly string _service;
    private readonly List<AuditEvent> _received = [];

    private AuditProbe(ScriptedLedger ledger, string service) => (_ledger, _service) = (ledger, service);

    /// <summary>The ledger.</summary>
    public ScriptedLedger Ledger => _ledger;

    /// <summary>Starts the ledger.</summary>
    /// <param name="service">What the service shall be called in its entries.</param>
    public static async Task<AuditProbe> StartAsync(string service) => new(await ScriptedLedger.StartAsync(), service);

    /// <summary>Connects a service, whose log is kept for its debug page alone.</summary>
    public void Connect(VitrineOptions telemetry)
    {
        telemetry.Log = null;
        telemetry.Audit = new AuditOptions { Ledger = _ledger.Address, Folder = Path.Combine(_folder.FullName, "outbox"), Service = _service };
    }

    /// <summary>The next entry.</summary>
    public async Task<AuditEvent> ReceiveAsync()
    {
        var one = await _ledger.ReceiveAsync();
        Assert.Equal(_service, one.Service);
        _received.Add(one);
        return one;
    }

    /// <summary>Stops the service, and fails if it told anything that nobody received here, or if one of the texts stands in its outbox.</summary>
    public async Task ShouldBeAllAsync(RoleServer service, params string[] secrets)
    {
        // Before the stop: a segment that the ledger has whole is deleted with it.
        var kept = string.Concat(_folder.EnumerateFiles("*.outbox", SearchOption.AllDirectories).Select(file => Encoding.UTF8.GetString(File.ReadAllBytes(file.FullName))));
        await service.StopAsync();
        Assert.Equal(_received.Select(one => one.EventId).Order(), _ledger.Taken.Select(one => one.EventId).Order());
        Assert.Contains("event_id", kept, StringComparison.Ordinal);
        foreach (var secret in secrets) Assert.DoesNotContain(secret, kept, StringComparison.OrdinalIgnoreCase);
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
