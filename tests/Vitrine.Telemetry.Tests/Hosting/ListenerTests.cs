using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Tests.Logs;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class ListenerTests
{
    [Fact]
    public async Task Start_TakenPort_NamesPortOwnerAndRemedy()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var error = await Should.ThrowAsync<PortInUseException>(async () => await TestService.StartAsync(
            app => app.MapGet("/", () => "ok"),
            options => options.Debug.Listener = new ListenerConfig { Port = port, Remedy = "Choose another with --debug-port." }));

        error.Port.ShouldBe(port);
        error.Message.ShouldStartWith($"Port {port} is taken by ");
        error.Message.ShouldEndWith(" Choose another with --debug-port.");
        if (OperatingSystem.IsLinux()) error.Owner.ShouldNotBeNull().ProcessId.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public void CreateBuilder_ImpossibleHost_SaysWhatIsPossible()
    {
        var options = new VitrineHostOptions { ApplicationName = "x", Listeners = [new ListenerConfig { Host = "not a host", Port = 0 }] };

        Should.Throw<ArgumentException>(() => VitrineHost.CreateBuilder(options)).Message.ShouldContain("localhost, * or an IP address");
    }

    [Fact]
    public async Task Listen_Tls_AnswersWithTheCertificate()
    {
        using var folder = new TemporaryFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        var (certificatePath, keyPath) = (folder["tls.crt"], folder["tls.key"]);
        await File.WriteAllTextAsync(certificatePath, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyPath, key.ExportPkcs8PrivateKeyPem());

        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", () => "ok"),
            options => options.Debug.Listener = new ListenerConfig { Port = 0, Tls = new TlsConfig { CertificatePath = certificatePath, KeyPath = keyPath } });

        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == certificate.GetCertHashString() } });
        (await client.GetStringAsync(new Uri(service.Debug.BaseAddress!, "/metrics"))).ShouldContain("in_flight");
    }

    [Fact]
    public void Load_MissingCertificate_NamesTheFile() =>
        Should.Throw<InvalidOperationException>(() => new TlsConfig { CertificatePath = "nowhere.pfx" }.Load()).Message.ShouldContain("nowhere.pfx");
}
