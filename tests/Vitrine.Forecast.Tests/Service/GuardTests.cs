using System.Net;
using Vitrine.Forecast.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Forecast.Tests.Service;

/// <summary>Who is refused, how, and what is said of it (KA8 to KA10 of the contract, KA8 with the folded label).</summary>
public sealed class GuardTests
{
    [Fact]
    public async Task KA8_Stranger_Is403AndAnUnknownContainer()
    {
        await using var service = await ServedForecast.StartAsync();

        var answer = await service.PostAsync(ServedForecast.Single, "{}", ("X-Container-Name", "evil"));

        answer.Status.ShouldBe(403);
        (answer["error"], answer["message"]).ShouldBe(("Forbidden", "Container not whitelisted"));
        answer["request_id"].ShouldBe(answer.Headers["X-Request-ID"]);
        var page = await service.PageAsync();
        page.ShouldContain("kronos_security_events_total{event=\"unauthorized\",container=\"unknown\"} 1\n");
        page.ShouldNotContain("evil");
        (await service.ValueAsync($"kronos_requests_total{{route=\"{ServedForecast.Single}\",status=\"error\"}}")).ShouldBe(0);
        var line = service.LinesOf("Unauthorized access attempt from container: evil (IP: 127.0.0.1)").ShouldHaveSingleItem();
        (line.GetProperty("level").GetString(), line.GetProperty("container").GetString()).ShouldBe(("WARNING", "evil"));
        await service.ShouldBeAtRestAsync();
    }

    [Theory]
    [InlineData("/v1/metrics", 200)]
    [InlineData("/v1/healthz", 200)]
    [InlineData("/v1/readyz", 200)]
    [InlineData("/", 403)]
    [InlineData("/v1/config", 403)]
    [InlineData("/v1/healthz/detailed", 403)]
    [InlineData("/openapi.json", 403)]
    public async Task KA9_Stranger_ReachesProbesAndMetricsAlone(string path, int status)
    {
        await using var service = await ServedForecast.StartAsync();
        (await service.GetAsync(path, ("X-Container-Name", "evil"))).Status.ShouldBe(status);
    }

    [Fact]
    public async Task KA10_HundredAndFirstInAMinute_Is429()
    {
        var clock = new ManualClock();
        await using var service = await ServedForecast.StartAsync(options => options with { Clock = clock });
        var body = Bodies.Single(4, 1).ToJsonString();
        for (var i = 0; i < 100; i++)
        {
            var passed = await service.PostAsync(ServedForecast.Single, body, ("X-Container-Name", "worker-service"));
            passed.Status.ShouldBe(200, passed.Text);
            passed.Headers["X-RateLimit-Remaining"].ShouldBe($"{99 - i}");
        }

        var refused = await service.PostAsync(ServedForecast.Single, body, ("X-Container-Name", "worker-service"));

        (refused.Status, refused["error"]).ShouldBe((429, "Rate limit exceeded: 100 per 1 minute"));
        (refused.Headers["X-RateLimit-Limit"], refused.Headers["X-RateLimit-Remaining"], refused.Headers["Retry-After"]).ShouldBe(("100", "0", "60"));
        refused.Headers["X-RateLimit-Reset"].ShouldBe($"{clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds()}");
        (await service.ValueAsync("kronos_rate_limit_hits_total{container=\"worker-service\"}")).ShouldBe(1);
        (await service.ValueAsync("kronos_security_events_total{event=\"blocked\",container=\"worker-service\"}")).ShouldBe(1);
        var line = service.LinesOf("Rate limit exceeded").ShouldHaveSingleItem();
        (line.GetProperty("level").GetString(), line.GetProperty("container").GetString(), line.GetProperty("limit").GetString()).ShouldBe(("WARNING", "worker-service", "100 per 1 minute"));
        (await service.PostAsync(ServedForecast.Single, body, ("X-Container-Name", "scheduler"))).Status.ShouldBe(200, "another caller has its own");
        clock.Advance(TimeSpan.FromMinutes(1));
        (await service.PostAsync(ServedForecast.Single, body, ("X-Container-Name", "worker-service"))).Status.ShouldBe(200);
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task TrustedProxies_NameFromAnotherPeer_IsBlocked()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")] });

        var answer = await service.PostAsync(ServedForecast.Single, Bodies.Single(4, 1), ("X-Container-Name", "worker-service"));

        (answer.Status, answer["error"]).ShouldBe((403, "Forbidden"));
        (await service.ValueAsync("kronos_security_events_total{event=\"blocked\",container=\"worker-service\"}")).ShouldBe(1);
        service.Lines.ShouldContain(line => line.GetProperty("message").GetString() == "Container name from a peer that may not give one: worker-service (IP: 127.0.0.1)");
        (await service.PostAsync(ServedForecast.Single, Bodies.Single(4, 1))).Status.ShouldBe(200, "without a name it is localhost");
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task TrustedProxies_NameFromOne_IsBelieved()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        (await service.PostAsync(ServedForecast.Single, Bodies.Single(4, 1), ("X-Container-Name", "worker-service"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Security_Disabled_LetsEverybodyInAndCountsThemByAddress()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { AllowedCallers = null, RequestsPerMinute = 2 });
        for (var i = 0; i < 2; i++) (await service.PostAsync(ServedForecast.Single, Bodies.Single(4, 1), ("X-Container-Name", $"new-{i}"))).Status.ShouldBe(200);
        (await service.PostAsync(ServedForecast.Single, Bodies.Single(4, 1), ("X-Container-Name", "another"))).Status.ShouldBe(429);
        service.Lines.ShouldContain(line => line.GetProperty("message").GetString() == "Container whitelist DISABLED - all containers allowed");
    }

    [Fact]
    public async Task Start_HeaderBelieved_NamesTheRisk()
    {
        await using var service = await ServedForecast.StartAsync();
        service.Lines.ShouldContain(line => line.GetProperty("level").GetString() == "WARNING" && line.GetProperty("message").GetString()!.Contains("KRONOS_TRUSTED_PROXIES", StringComparison.Ordinal));
    }
}
