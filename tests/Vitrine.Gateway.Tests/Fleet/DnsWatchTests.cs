using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests.Fleet;

public sealed class DnsWatchTests
{
    private const string Server = "apiVersion: networking.serving.volcano.sh/v1alpha1\nkind: ModelServer\nmetadata: { name: s }\nspec: { dns: { name: llm.example, port: 80, interval: 10s } }";
    private readonly FleetState _fleet = new();
    private readonly FleetAssembler _assembler;
    private readonly Names _names = new();
    private readonly MovableClock _clock = new();

    public DnsWatchTests() => _assembler = new FleetAssembler(_fleet);

    [Fact]
    public async Task LookUpAsync_AddressesChange_PodsFollowInTheirInterval()
    {
        using var watch = Watch();
        (await watch.LookUpAsync(CancellationToken.None)).ShouldBe(Timeout.InfiniteTimeSpan);
        _assembler.SetFolder(Fleets.Objects(Server));
        _names.Addresses = [IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.1")];
        (await watch.LookUpAsync(CancellationToken.None)).ShouldBe(TimeSpan.FromSeconds(10));
        _fleet.Current.Pods.Select(pod => pod.Id.Name).ShouldBe(["s-10-0-0-1", "s-10-0-0-2"]);
        var kept = _fleet.Current.Pods[1];

        _names.Addresses = [IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.3")];
        _clock.Now += TimeSpan.FromSeconds(4);
        (await watch.LookUpAsync(CancellationToken.None)).ShouldBe(TimeSpan.FromSeconds(6));
        _names.Asked.ShouldBe(1);
        _clock.Now += TimeSpan.FromSeconds(6);
        await watch.LookUpAsync(CancellationToken.None);
        _fleet.Current.Pods.Select(pod => pod.Id.Name).ShouldBe(["s-10-0-0-2", "s-10-0-0-3"]);
        _fleet.Current.Pods[0].ShouldBeSameAs(kept);
    }

    [Fact]
    public async Task LookUpAsync_Fails_KeepsTheLastAddresses()
    {
        using var watch = Watch();
        _assembler.SetFolder(Fleets.Objects(Server));
        _names.Addresses = [IPAddress.Parse("10.0.0.1")];
        await watch.LookUpAsync(CancellationToken.None);
        var before = _fleet.Current;

        _names.Addresses = null;
        _clock.Now += TimeSpan.FromSeconds(10);
        await watch.LookUpAsync(CancellationToken.None);
        watch.Failures.Keys.ShouldBe(["llm.example"]);
        _names.Addresses = [];
        _clock.Now += TimeSpan.FromSeconds(10);
        await watch.LookUpAsync(CancellationToken.None);
        watch.Failures["llm.example"].ShouldBe("it has no addresses");
        _fleet.Current.ShouldBeSameAs(before);

        _names.Addresses = [IPAddress.Parse("10.0.0.1")];
        _clock.Now += TimeSpan.FromSeconds(10);
        await watch.LookUpAsync(CancellationToken.None);
        watch.Failures.ShouldBeEmpty();
        _fleet.Current.ShouldBeSameAs(before);
    }

    [Fact]
    public async Task StartAsync_NameAppears_IsLookedUpAtOnce()
    {
        using var watch = Watch();
        await watch.StartAsync(CancellationToken.None);
        _names.Addresses = [IPAddress.Parse("10.0.0.1")];
        _assembler.SetFolder(Fleets.Objects(Server));
        await _names.WasAsked.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await watch.StopAsync(CancellationToken.None);
    }

    private DnsWatch Watch() => new(_assembler, _names, _clock, NullLogger<DnsWatch>.Instance);

    private sealed class Names : IHostResolver
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IPAddress[]? Addresses { get; set; }

        public int Asked { get; private set; }

        public Task WasAsked => _asked.Task;

        public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
        {
            Asked++;
            _asked.TrySetResult();
            return Addresses is { } found ? Task.FromResult(found) : throw new SocketException((int)SocketError.HostNotFound);
        }
    }

    private sealed class MovableClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
