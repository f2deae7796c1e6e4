using System.ClientModel;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using OpenAI.Chat;
using Vitrine.Gateway;
using Vitrine.ModelServer;
using Vitrine.Telemetry;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Tests.EndToEnd;

/// <summary>The client that .NET programs use, unchanged, through the gateway to the model server.</summary>
public sealed class GatewayClientTests
{
    private const string Model = "vitrine-tiny";
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Chats_WholeAndStreamed_AreUnderstoodAndCounted()
    {
        await using var server = await ModelServerRole.StartAsync(new ModelServerOptions
        {
            ModelPath = Path.Combine(AppContext.BaseDirectory, "models", $"{Model}.gguf"),
            Api = [new ListenerConfig { Port = 0 }],
            Debug = new ListenerConfig { Port = 0 },
            IsSupervised = true,
            ConfigureTelemetry = static telemetry => telemetry.Log = null,
        });
        await using var gateway = await GatewayServer.StartAsync(new GatewayOptions
        {
            Api = [new ListenerConfig { Port = 0 }],
            Debug = new ListenerConfig { Port = 0 },
            Upstreams = [new UpstreamOptions(new Uri(server.Addresses.Single()), DebugOf(server.Services))],
            IsSupervised = true,
            ConfigureTelemetry = static telemetry => telemetry.Log = null,
        });
        var address = new Uri(gateway.Addresses.Single());
        await WaitUntilReadyAsync(address);

        var whole = (await Client(address, Model).CompleteChatAsync([new UserChatMessage("What is latency?")], new ChatCompletionOptions { MaxOutputTokenCount = 12, Temperature = 0 })).Value;
        whole.Model.ShouldBe(Model);
        whole.FinishReason.ShouldBeOneOf(ChatFinishReason.Length, ChatFinishReason.Stop);

        ChatTokenUsage? usage = null;
        ChatFinishReason? finished = null;
        await foreach (var update in Client(address, Model).CompleteChatStreamingAsync([new UserChatMessage("What is latency?")], new ChatCompletionOptions { MaxOutputTokenCount = 24, Temperature = 0 }))
        {
            usage = update.Usage ?? usage;
            finished = update.FinishReason ?? finished;
        }

        finished.ShouldNotBeNull();
        usage.ShouldNotBeNull().OutputTokenCount.ShouldBeGreaterThan(0);
        var failed = await Should.ThrowAsync<ClientResultException>(() => Client(address, "nosuch").CompleteChatAsync(new UserChatMessage("hi")));
        (failed.Status, failed.GetRawResponse()!.Content.ToString()).ShouldBe((404, "\"route not found\""));

        // Settles what the end of the stream may have overtaken.
        await gateway.StopAsync();
        var telemetry = gateway.Services.GetRequiredService<VitrineTelemetry>();
        var equations = telemetry.Reconcile();
        equations.Where(equation => !equation.Holds).ShouldBeEmpty();
        equations.Single(equation => equation.Name.StartsWith("Output tokens", StringComparison.Ordinal)).Left.ShouldBe(whole.Usage.OutputTokenCount + usage.OutputTokenCount);
        equations.Single(equation => equation.Name.Contains("succeeded", StringComparison.Ordinal)).Left.ShouldBe(2);
    }

    private static ChatClient Client(Uri gateway, string model) => new(model, new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(gateway, "/v1") });

    private static Uri DebugOf(IServiceProvider services) => new(services.GetRequiredService<DebugListener>().Addresses.Single());

    private static async Task WaitUntilReadyAsync(Uri gateway)
    {
        using var client = new HttpClient();
        using var deadline = new CancellationTokenSource(s_deadline);
        while (!(await client.GetAsync(new Uri(gateway, "/readyz"), deadline.Token)).IsSuccessStatusCode) await Task.Delay(20, deadline.Token);
    }
}
