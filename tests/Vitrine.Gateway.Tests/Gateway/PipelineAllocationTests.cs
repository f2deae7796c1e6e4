using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Gateway.Forwarding;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Polling;
using Vitrine.Gateway.Responding;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>What the gateway itself allocates for a request, from its scope to its log line. Sockets, the server and the HTTP client below it are not in it.</summary>
public sealed class PipelineAllocationTests
{
    /// <summary>Bytes for a small chat. Beyond what is measured there is room for another header, not for another stage that allocates.</summary>
    private const long SmallChatBytes = 3584;

    /// <summary>More than the debug page keeps: from then on scopes are used again.</summary>
    private const int WarmUp = 1200;

    [Fact]
    public async Task SmallChat_StaysWithinItsBudget()
    {
        var upstream = new Canned();
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), options => options with
        {
            ConfigureServices = services => services.AddSingleton(provider => new PodCaller(
                new HttpMessageInvoker(upstream), new Delivery(new PumpLimits(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), TimeProvider.System), provider.GetRequiredService<Ejection>(), TimeSpan.FromMinutes(1), TimeProvider.System)),
        });
        var pipeline = gateway.Server.Services.GetRequiredService<GatewayPipeline>();
        var context = Ready(upstream);

        for (var i = 0; i < WarmUp; i++)
        {
            Answer(gateway.Telemetry, pipeline, context);
            context = Ready(upstream);
        }

        var allocated = Allocations.MedianBytes(() => Answer(gateway.Telemetry, pipeline, context), () => context = Ready(upstream));
        allocated.ShouldBeLessThanOrEqualTo(SmallChatBytes);
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"200\"")).ShouldBeGreaterThan(WarmUp);
    }

    private static void Answer(VitrineTelemetry telemetry, GatewayPipeline pipeline, HttpContext context)
    {
        using var http = telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, "POST").Set(HttpFacts.Path, "/v1/chat/completions").Set(HttpFacts.RequestId, "r-1").Opened();
        context.Features.Set<IOperationFeature>(new Feature(http));
        pipeline.RunAsync(context).IsCompletedSuccessfully.ShouldBeTrue();
        http.End(Outcome.Ok);
    }

    private static DefaultHttpContext Ready(Canned upstream)
    {
        upstream.Prepare();
        var body = Encoding.UTF8.GetBytes(Ask.Chat);
        var context = new DefaultHttpContext { Request = { Method = "POST", Path = "/v1/chat/completions", ContentType = "application/json", ContentLength = body.Length, Body = new MemoryStream(body) } };
        context.Response.Body = Stream.Null;
        return context;
    }

    private sealed class Canned : HttpMessageHandler
    {
        private Task<HttpResponseMessage>? _next;

        public void Prepare() => _next = Task.FromResult(new HttpResponseMessage { Content = new StringContent(Answers.ChatBody(5, 2), Encoding.UTF8, "application/json") });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _next!;
    }

    private sealed class Feature(Operation operation) : IOperationFeature
    {
        public Operation Operation => operation;

        public bool WasCut => false;

        public Outcome? Outcome { get; set; }

        public string? ErrorType { get; set; }

        public string? ErrorMessage { get; set; }
    }
}
