using Microsoft.Extensions.DependencyInjection;
using Vitrine.Gateway.Forwarding;
using Vitrine.Gateway.Polling;
using Vitrine.Gateway.Responding;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>A mistake in a stage: nobody may take it for a success.</summary>
public sealed class PipelineFaultTests
{
    [Fact]
    public async Task StageThatThrows_Is500InLineAndSeries()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with
        {
            ConfigureServices = static services => services.AddSingleton(static provider => new PodCaller(
                new HttpMessageInvoker(new Mistake()), new Delivery(new PumpLimits(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), TimeProvider.System), provider.GetRequiredService<Ejection>(), TimeSpan.FromMinutes(1), TimeProvider.System)),
        });
        var (status, body) = await gateway.AskAsync();
        status.ShouldBe(500);
        body.ShouldNotContain("our mistake");
        (await gateway.AccessAsync()).GetProperty("status_code").GetInt64().ShouldBe(500);
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"500\"", "error_type=\"System.NotSupportedException\"")).ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(1);
    }

    private sealed class Mistake : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException("our mistake");
    }
}
