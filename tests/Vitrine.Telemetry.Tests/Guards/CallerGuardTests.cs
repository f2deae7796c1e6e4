using System.Net;
using Microsoft.AspNetCore.Builder;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Tests.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Guards;

/// <summary>The guard of callers in any service; the forecaster's tests hold it against its document.</summary>
public sealed class CallerGuardTests
{
    private const string Key = "0123456789abcdef";
    private static readonly HashSet<string> s_allowed = ["localhost", "shop"];

    [Theory]
    [InlineData(null, 200, "localhost")]
    [InlineData("shop", 200, "shop")]
    [InlineData("stranger", 403, "stranger")]
    [InlineData("sh op", 403, "unknown")]
    [InlineData("", 403, "unknown")]
    public async Task Request_ByName_IsAdmittedOrRefused(string? name, int status, string caller)
    {
        await using var service = await StartAsync(new CallerGuardOptions { AllowedCallers = s_allowed });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (name is not null) request.Headers.TryAddWithoutValidation("X-Container-Name", name);

        using var answer = await service.Api.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
        var ended = await service.Ended.NextAsync();
        ended.Facts["vitrine.caller"].ShouldBe(caller);
        ended.Outcome.ShouldBe(status == 200 ? Outcome.Ok : Outcome.Rejected);
    }

    [Fact]
    public async Task Request_WithAKey_IsItsOwnersAndNeedsNoPlaceOnTheList()
    {
        await using var service = await StartAsync(new CallerGuardOptions { AllowedCallers = s_allowed }, options => options.ApiKeys = new ApiKeys([new("ci", Key)]));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Api-Key", Key);
        request.Headers.Add("X-Container-Name", "shop");

        using var answer = await service.Api.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Ended.NextAsync()).Facts["vitrine.caller"].ShouldBe("ci");
    }

    [Fact]
    public async Task Request_OfAnUnlimitedPath_TakesNothing()
    {
        await using var service = await StartAsync(new CallerGuardOptions { RequestsPerWindow = 1, LimitedPaths = ["/limited"] });
        for (var i = 0; i < 3; i++) (await service.Api.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Api.GetAsync("/limited")).Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["0"]);
        (await service.Api.GetAsync("/limited")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static Task<TestService> StartAsync(CallerGuardOptions guard, Action<Vitrine.Telemetry.Hosting.VitrineOptions>? configure = null) => TestService.StartAsync(
        app =>
        {
            app.UseVitrineCallerGuard(guard);
            app.MapGet("/", () => "ok");
            app.MapGet("/limited", () => "ok");
        },
        options =>
        {
            options.Kinds = [.. options.Kinds, .. GuardKinds.All];
            configure?.Invoke(options);
        });
}
