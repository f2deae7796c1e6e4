using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Tests.Logs;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Testing.Audit;

namespace Vitrine.Telemetry.Tests.Audit;

/// <summary>From the queue to a ledger that takes, refuses, rests, hangs or is not there.</summary>
public sealed class AuditDeliveryTests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _reports = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public ValueTask DisposeAsync()
    {
        _services.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Write_LedgerThere_TakesEveryEntryInOrder()
    {
        await using var ledger = await ScriptedLedger.StartAsync();
        await using var delivery = Started(ledger);
        for (var i = 1; i <= 3000; i++) delivery.Write(OutboxFiles.Entry(i));

        (await ledger.ReceiveAsync(3000)).Select(NumberOf).ShouldBe(Enumerable.Range(1, 3000));
        ledger.Duplicates.ShouldBe(0);
        await Until(() => delivery.Sent == 3000);
        delivery.LastSent.ShouldNotBeNull();
        delivery.Backlog.ShouldBe(0);
    }

    [Fact]
    public async Task Write_LedgerWantsAKey_PresentsIt()
    {
        await using var ledger = await ScriptedLedger.StartAsync();
        ledger.Key = "0123456789abcdef";
        await using var delivery = Started(ledger, options => options with { Key = UpstreamKey.Of("0123456789abcdef") });
        delivery.Write(OutboxFiles.Entry(1));
        NumberOf(await ledger.ReceiveAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Write_LedgerCannotNow_ComesAgain(int status)
    {
        await using var ledger = await ScriptedLedger.StartAsync();
        ledger.Next(status, retryAfter: status is 503 or 429 ? "1" : null);
        ledger.Next(status);
        await using var delivery = Started(ledger);
        delivery.Write(OutboxFiles.Entry(1));
        NumberOf(await ledger.ReceiveAsync()).ShouldBe(1);
        _reports.Count(report => report.StartsWith("audit delivery")).ShouldBe(2);
    }

    [Fact]
    public async Task Write_OneOfManyIsRefused_SetsThatOneAsideAndSendsTheRest()
    {
        await using var ledger = await ScriptedLedger.StartAsync();
        var gate = new TaskCompletionSource();
        ledger.Hold(gate.Task);
        ledger.Refuses = one => NumberOf(one) == 77;
        await using var delivery = Started(ledger);
        delivery.Write(OutboxFiles.Entry(1));
        await ledger.RequestAsync();
        // While the first request is held, the rest gathers into one batch.
        for (var i = 2; i <= 200; i++) delivery.Write(OutboxFiles.Entry(i));
        delivery.Flush(s_patience).ShouldBeTrue();
        gate.SetResult();

        (await ledger.ReceiveAsync(199)).Select(NumberOf).ShouldBe(Enumerable.Range(1, 200).Except([77]));
        delivery.Rejected.ShouldBe(1);
        OutboxFiles.Text(Path.Combine(Folder, "rejected.jsonl")).ShouldBe(Encoding.UTF8.GetString(OutboxFiles.Entry(77)) + "\n");
        delivery.Losses.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_LedgerHangs_NobodyWaits()
    {
        await using var ledger = await ScriptedLedger.StartAsync();
        var gate = new TaskCompletionSource();
        ledger.Hold(gate.Task);
        await using var delivery = Started(ledger);
        delivery.Write(OutboxFiles.Entry(1));
        await ledger.RequestAsync();

        // Ten thousand entries are written, and kept on disk, while the ledger owes its first answer.
        for (var i = 2; i <= 10_000; i++) delivery.Write(OutboxFiles.Entry(i));
        delivery.Flush(s_patience).ShouldBeTrue();
        delivery.Backlog.ShouldBeGreaterThan(1_000_000);
        ledger.Taken.ShouldBeEmpty();

        gate.SetResult();
        (await ledger.ReceiveAsync(10_000)).Count.ShouldBe(10_000);
        delivery.Losses.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Restart_LedgerWasDead_SendsWhatTheOutboxKept()
    {
        await using var ledger = await ScriptedLedger.StartAsync();
        await using (var first = Started(new Uri($"http://127.0.0.1:{ClosedPort()}")))
        {
            for (var i = 1; i <= 50; i++) first.Write(OutboxFiles.Entry(i));
        }

        await using var second = Started(ledger);
        second.Write(OutboxFiles.Entry(51));
        (await ledger.ReceiveAsync(51)).Select(NumberOf).ShouldBe(Enumerable.Range(1, 51));
    }

    [Fact]
    public async Task Restart_AnswerNeverCame_SendsAgainAndIsRecordedOnce()
    {
        await using var ledger = await ScriptedLedger.StartAsync();
        var gate = new TaskCompletionSource();
        ledger.Hold(gate.Task);
        await using (var first = Started(ledger))
        {
            first.Write(OutboxFiles.Entry(1));
            await ledger.RequestAsync();
        }

        // The ledger takes it after its sender has gone.
        gate.SetResult();
        NumberOf(await ledger.ReceiveAsync()).ShouldBe(1);
        await using var second = Started(ledger);
        second.Write(OutboxFiles.Entry(2));
        NumberOf(await ledger.ReceiveAsync()).ShouldBe(2);
        ledger.Duplicates.ShouldBe(1);
        ledger.Taken.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Write_MoreThanMayBeKept_IsCountedReportedAndToldToTheLedger()
    {
        const int entries = 60_000;
        await using var ledger = await ScriptedLedger.StartAsync();
        var gate = new TaskCompletionSource();
        ledger.Hold(gate.Task);
        await using var delivery = Started(ledger, options => options with { MaxBytes = 1024 * 1024 });
        delivery.Write(OutboxFiles.Entry(1));
        await ledger.RequestAsync();
        for (var i = 2; i <= entries; i++) delivery.Write(OutboxFiles.Entry(i));
        await Until(() => _reports.Any(report => report.Contains("is full")));
        var lost = delivery.Losses.All.Single();
        lost.Reason.ShouldBe("no_room");
        new DirectoryInfo(Folder).EnumerateFiles("*.outbox").Sum(file => file.Length).ShouldBeLessThanOrEqualTo(1024 * 1024);

        gate.SetResult();
        var told = 0L;
        var taken = 0L;
        while (told + taken < entries)
        {
            var one = await ledger.ReceiveAsync();
            if (one.Operation != "audit_lost") taken++;
            else told += long.Parse(one.SubjectId!);
        }

        told.ShouldBe(delivery.Losses.All.Single().Count);
        taken.ShouldBe(entries - told);
    }

    private string Folder => _folder["outbox"];

    private AuditDelivery Started(ScriptedLedger ledger, Func<AuditOptions, AuditOptions>? with = null) => Started(ledger.Address, with);

    private AuditDelivery Started(Uri ledger, Func<AuditOptions, AuditOptions>? with = null)
    {
        var options = new AuditOptions { Ledger = ledger, Folder = Folder };
        var delivery = new AuditDelivery(with?.Invoke(options) ?? options, "test", TimeProvider.System, _services.GetRequiredService<IMeterFactory>())
        {
            Report = (part, failure) => _reports.Enqueue($"{part}: {failure.Message}"),
        };
        delivery.Start();
        return delivery;
    }

    private static int NumberOf(AuditEvent one) => BitConverter.ToInt32(one.EventId.ToByteArray());

    private static async Task Until(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(s_patience);
        while (!holds()) await Task.Delay(10, deadline.Token);
    }

    private static int ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
