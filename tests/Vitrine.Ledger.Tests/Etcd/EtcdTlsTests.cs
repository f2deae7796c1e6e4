using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Etcd;
using Vitrine.Ledger.Etcd.Client;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Testing.Etcd;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>A real member that asks for certificates, and nodes with the right one, the wrong authority, and none.</summary>
[Collection(EtcdTests.Name)]
public sealed class EtcdTlsTests : IDisposable
{
    private readonly EtcdAuthority _authority = new();
    private readonly EtcdAuthority _stranger = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Node_WithTheAuthorityAndACertificate_Serves()
    {
        await using var cluster = await StartAsync();
        await using var node = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 1, Members = [cluster.Members[0].SecureEndpoint!], Tls = Tls(_authority, _authority) });

        await node.UntilAsync("it is normal", replica => replica.Status == ReplicaStatus.Normal);
        (await node.Engine.AppendAsync(new Vitrine.Ledger.Kernel.LedgerCommand.CreateTenant("t"), Cancellation)).Last.ShouldBe(1);
        await node.UntilAsync("its watch brings the entry", replica => replica.CommitNumber == 1);
    }

    [Fact]
    public async Task Call_WithAnotherAuthorityOrWithoutACertificate_IsRefused()
    {
        await using var cluster = await StartAsync();

        (await FaultAsync(cluster, Tls(_stranger, _authority))).ShouldBe(EtcdError.Unreachable, "the member is not who it says");
        (await FaultAsync(cluster, Tls(_authority, null))).ShouldBeOneOf(EtcdError.Unreachable, EtcdError.Lost);
        (await FaultAsync(cluster, Tls(_authority, _stranger))).ShouldBeOneOf(EtcdError.Unreachable, EtcdError.Lost);
    }

    [Fact]
    public void LoadAuthorities_WithoutOne_NamesTheFile()
    {
        var (_, key) = _authority.Issue("node");
        Should.Throw<InvalidOperationException>(() => UpstreamTls.LoadAuthorities(key)).Message.ShouldContain(key);
        Should.Throw<InvalidOperationException>(() => UpstreamTls.LoadAuthorities(key + ".nowhere")).Message.ShouldContain(".nowhere");
    }

    private Task<EtcdCluster> StartAsync()
    {
        var (certificate, key) = _authority.Issue("member");
        return EtcdCluster.StartAsync(1, $"--cert-file={certificate}", $"--key-file={key}", $"--trusted-ca-file={_authority.Path}", "--client-cert-auth");
    }

    private static UpstreamTls Tls(EtcdAuthority believed, EtcdAuthority? issuer) => new()
    {
        Authorities = UpstreamTls.LoadAuthorities(believed.Path),
        Certificate = issuer?.Issue("node") is var (certificate, key) ? new TlsConfig { CertificatePath = certificate, KeyPath = key }.Load() : null,
    };

    private static async Task<EtcdError> FaultAsync(EtcdCluster cluster, UpstreamTls tls)
    {
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var http = UpstreamHttp.Create(meters.GetRequiredService<IMeterFactory>(), TimeSpan.FromSeconds(30), tls);
        var member = new EtcdMember(cluster.Members[0].SecureEndpoint!, http, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
        return (await Should.ThrowAsync<EtcdException>(() => member.StatusAsync(Cancellation))).Error;
    }
}
