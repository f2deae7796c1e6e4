using Vitrine.Forecast.Tests.Support;
using Vitrine.Telemetry.Audit;
using Vitrine.Testing.Audit;

namespace Vitrine.Forecast.Tests.Service;

/// <summary>What the forecaster tells the audit trail.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task PredictionsAndRefusals_AreToldOnce()
    {
        await using var probe = await AuditProbe.StartAsync("forecast");
        await using var served = await ServedForecast.StartAsync(options => options with
        {
            ConfigureTelemetry = probe.Connect,
            AllowedCallers = new HashSet<string> { "frontend-app" },
            RequestsPerMinute = 1,
        });

        (await served.PostAsync(ServedForecast.Single, Bodies.Single(), ("X-Container-Name", "intruder"))).Status.ShouldBe(403);
        var denied = await probe.ReceiveAsync();
        (denied.Action, denied.Operation, denied.Actor, denied.SubjectId, denied.IpAddress).ShouldBe((AuditAction.AccessDenied, "access_refused", "intruder", ServedForecast.Single, "127.0.0.1"));
        denied.Reason.ShouldNotBeNullOrEmpty();

        (await served.PostAsync(ServedForecast.Single, Bodies.Single(seriesId: "BTC-USDT"), ("X-Container-Name", "frontend-app"))).Status.ShouldBe(200);
        var granted = await probe.ReceiveAsync();
        (granted.Action, granted.Operation, granted.Actor, granted.Outcome).ShouldBe((AuditAction.AccessGranted, "prediction", "frontend-app", "ok"));
        granted.SubjectId.ShouldStartWith("scripted");

        (await served.PostAsync(ServedForecast.Single, Bodies.Single(), ("X-Container-Name", "frontend-app"))).Status.ShouldBe(429);
        var limited = await probe.ReceiveAsync();
        (limited.Action, limited.Actor, limited.Reason).ShouldBe((AuditAction.AccessDenied, "frontend-app", "rate_limit"));

        (await served.Debug.GetAsync("/debug/pprof/threadcreate")).IsSuccessStatusCode.ShouldBeTrue();
        (await probe.ReceiveAsync()).Operation.ShouldBe("profile");
        await probe.ShouldBeAllAsync(served.Server, "BTC-USDT");
    }
}
