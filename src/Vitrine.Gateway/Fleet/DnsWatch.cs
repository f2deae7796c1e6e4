using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>Looks up the DNS names of model servers, each in its own interval, new ones at once. A name that cannot be looked up keeps its last addresses.</summary>
internal sealed partial class DnsWatch(FleetAssembler fleet, IHostResolver resolver, TimeProvider clock, ILogger<DnsWatch> log) : BackgroundService
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    // Never disposed: it holds nothing, and news may come late.
    private readonly SemaphoreSlim _news = new(0);
    private readonly Dictionary<string, long> _lookedUpAt = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failures = new(StringComparer.Ordinal);

    /// <summary>Names that could not be looked up when tried last, and why.</summary>
    public IReadOnlyDictionary<string, string> Failures => _failures;

    /// <inheritdoc/>
    public override void Dispose()
    {
        fleet.Changed -= Wake;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        fleet.Changed += Wake;
        while (true)
        {
            await _news.WaitAsync(await LookUpAsync(stoppingToken), stoppingToken);
            while (_news.Wait(0, CancellationToken.None)) { }
        }
    }

    /// <summary>Looks up the names that are due.</summary>
    /// <returns>Time until the next one is; infinite without names.</returns>
    internal async Task<TimeSpan> LookUpAsync(CancellationToken cancellationToken)
    {
        DnsDiscovery[] wanted = [.. fleet.Objects.Servers.Select(server => server.Dns).OfType<DnsDiscovery>().OrderBy(dns => dns.Interval).DistinctBy(dns => dns.Name)];
        Forget(wanted);
        string[] due = [.. wanted.Where(dns => Remaining(dns) <= TimeSpan.Zero).Select(dns => dns.Name)];
        await Task.WhenAll(due.Select(name => LookUpAsync(name, cancellationToken)));
        foreach (var name in due) _lookedUpAt[name] = clock.GetTimestamp();
        return wanted.Length == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(Math.Max(0, wanted.Min(Remaining).Ticks));
    }

    private TimeSpan Remaining(DnsDiscovery dns) => _lookedUpAt.TryGetValue(dns.Name, out var at) ? dns.Interval - clock.GetElapsedTime(at) : TimeSpan.Zero;

    private void Forget(DnsDiscovery[] wanted)
    {
        foreach (var name in _lookedUpAt.Keys.Except(wanted.Select(dns => dns.Name), StringComparer.Ordinal).ToArray())
        {
            _lookedUpAt.Remove(name);
            _failures.TryRemove(name, out _);
        }
    }

    private async Task LookUpAsync(string name, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            IPAddress[] addresses = [.. (await resolver.ResolveAsync(name, patience.Token)).Distinct().OrderBy(address => address.ToString(), StringComparer.Ordinal)];
            if (addresses.Length == 0)
            {
                Fail(name, "it has no addresses");
                return;
            }

            fleet.SetAddresses(name, addresses);
            if (_failures.TryRemove(name, out _)) LogFound(name, addresses.Length);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            Fail(name, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(name, $"no answer within {s_patience.TotalSeconds} s");
        }
    }

    private void Fail(string name, string reason)
    {
        if (!_failures.TryGetValue(name, out var before) || before != reason) LogFailed(name, reason);
        _failures[name] = reason;
    }

    private void Wake() => _news.Release();

    [LoggerMessage(EventIds.DnsFailed, LogLevel.Warning, "The name {Name} cannot be looked up: {Reason}. Its last addresses stay.")]
    private partial void LogFailed(string name, string reason);

    [LoggerMessage(EventIds.DnsFound, LogLevel.Information, "The name {Name} can be looked up again: {Count} addresses.")]
    private partial void LogFound(string name, int count);
}
