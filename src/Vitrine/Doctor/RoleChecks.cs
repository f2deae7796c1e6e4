using System.Net.Sockets;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Supervision;

namespace Vitrine.Doctor;

/// <summary>Looks at the roles: their ports before they run, their health while they do, and the collector they export to.</summary>
internal static class RoleChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether the ports of the roles are free.</summary>
    public static IEnumerable<Finding> Ports(IReadOnlyList<(IRole Role, RolePlan Plan)> plans)
    {
        var problems = PortCheck.Problems(plans);
        foreach (var problem in problems) yield return new Finding(Health.Broken, "Ports", problem);
        if (problems.Count > 0) yield break;
        var ports = plans.SelectMany(plan => plan.Plan.Listeners).Select(listener => listener.Address.Port).Order();
        yield return new Finding(Health.Well, "Ports", $"{string.Join(", ", ports)} are free");
    }

    /// <summary>Whether each role of a running instance answers.</summary>
    public static async Task<IReadOnlyList<Finding>> RunningAsync(RunningInstance instance, CancellationToken cancellation)
    {
        using var http = LocalHttp.Create();
        var probe = new ReadinessProbe(http, TimeProvider.System);
        var findings = new List<Finding> { new(Health.Well, "vitrine up", $"runs (pid {instance.ProcessId}, since {instance.StartedAt:u})") };
        foreach (var role in instance.Roles)
        {
            findings.Add(await probe.IsReadyAsync(role.ReadyUrl, cancellation)
                ? new Finding(Health.Well, role.Name, $"is ready at {role.ApiUrl}")
                : new Finding(Health.Broken, role.Name, $"{role.ReadyUrl} does not answer 2xx", $"See: vitrine logs {role.Name} --all --tail 50"));
        }

        return findings;
    }

    /// <summary>Whether the collectors of traces answer: the model server's, and the console's and the ledger's where somebody switched theirs on.</summary>
    public static async Task<IReadOnlyList<Finding>> CollectorsAsync(ResolvedSettings model, ResolvedSettings web, ResolvedSettings ledger, CancellationToken cancellation)
    {
        List<Finding> findings = model.Get(ModelSettings.TempoHost) is { } collector
            ? [await CollectorAsync(collector, model, ModelSettings.TempoHost, cancellation)]
            : [new Finding(Health.Well, "Collector", "switched off")];
        if (web.Get(WebSettings.TracingEnabled) == "true") findings.Add(await CollectorAsync(web.Get(WebSettings.OtlpEndpoint), web, WebSettings.OtlpEndpoint, cancellation));
        if (LedgerSetup.CollectorOf(ledger) is { } url) findings.Add(await CollectorAsync(new HostPort(url.Host, url.Port), ledger, LedgerSettings.TracingEndpoint, cancellation));
        return findings;
    }

    // One that nobody configured may be absent.
    private static async Task<Finding> CollectorAsync(HostPort collector, ResolvedSettings settings, Setting setting, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(collector.Host, collector.Port, patience.Token);
            return new Finding(Health.Well, "Collector", $"{collector} accepts connections");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return settings.IsSet(setting)
                ? new Finding(Health.Broken, "Collector", $"{collector} does not answer ({settings.SourceOf(setting)})", "Start it, or correct the address. Roles run without it and connect when it appears.")
                : new Finding(Health.Lacking, "Collector", $"none at {collector}", $"Only needed for traces outside vitrine: start Tempo or Jaeger, or set {setting.Flag}.");
        }
    }
}
