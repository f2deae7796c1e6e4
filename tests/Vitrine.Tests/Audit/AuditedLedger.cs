using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Ledger;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Files;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Tests.Audit;

/// <summary>A ledger over real files, with a trail in it.</summary>
internal sealed class AuditedLedger : IAsyncDisposable
{
    /// <summary>Events that <see cref="StartAsync"/> records.</summary>
    public const int Events = 300;

    private readonly LedgerServer _server;
    private readonly HttpClient _http;

    private AuditedLedger(LedgerServer server, string folder)
    {
        (_server, Folder) = (server, folder);
        _http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    /// <summary>Where its files are.</summary>
    public string Folder { get; }

    /// <summary>Its address.</summary>
    public string Url => _server.Addresses.Single();

    /// <summary>Starts one and records some events.</summary>
    public static async Task<AuditedLedger> StartAsync(int events = Events)
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-audited-").FullName;
        var server = await LedgerServer.StartAsync(new LedgerOptions
        {
            Api = [new() { Port = 0 }],
            Folder = folder,
            MakeEngine = services => new FileLogEngine(new FolderDisk(Path.Combine(folder, "log")), new FileEngineOptions(), services.GetRequiredService<EngineTelemetry>(), TimeProvider.System, services.GetRequiredService<ILoggerFactory>().CreateLogger("Vitrine.Ledger.Storage")),
            IsSupervised = true,
            ConfigureTelemetry = telemetry => telemetry.Log = null,
        }, TestContext.Current.CancellationToken);
        var ledger = new AuditedLedger(server, folder);
        while ((await ledger._http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode != System.Net.HttpStatusCode.OK) await Task.Delay(5, TestContext.Current.CancellationToken);
        if (events > 0) await ledger.RecordAsync(1, events);
        return ledger;
    }

    /// <summary>Records events with these numbers: actor alice or =bob, every third refused.</summary>
    public async Task RecordAsync(int first, int count)
    {
        var batch = new AuditBatch([.. Enumerable.Range(first, count).Select(number => new AuditEvent
        {
            EventId = Guid.CreateVersion7(),
            OccurredAt = DateTimeOffset.UtcNow,
            Service = "gateway",
            Action = number % 3 == 0 ? AuditAction.AccessDenied : AuditAction.AccessGranted,
            Operation = "inference",
            Actor = number % 2 == 0 ? "alice" : "=bob",
            SubjectId = "vitrine-tiny",
            CorrelationId = $"{number:x32}",
            RequestId = $"chatcmpl-{number}",
            IpAddress = "127.0.0.1",
            Outcome = number % 3 == 0 ? "rejected" : "ok",
            Reason = number % 3 == 0 ? "token_limit" : null,
        })]);
        using var body = new StringContent(JsonSerializer.Serialize(batch, AuditJson.Default.AuditBatch), Encoding.UTF8, "application/json");
        (await _http.PostAsync(AuditBatch.Path, body, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }

    /// <summary>Exchanges a text in the table's file for another of the same length.</summary>
    public void Alter(string from, string to) => Alter(Path.Combine(Folder, "projections", "audit.jsonl"), from, to);

    /// <summary>The same in the log itself.</summary>
    public void AlterLog(string from, string to) => Alter(Directory.GetFiles(Path.Combine(Folder, "log")).MaxBy(file => new FileInfo(file).Length)!, from, to);

    private static void Alter(string path, string from, string to)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        file.Position = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
        file.Write(Encoding.UTF8.GetBytes(to));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
