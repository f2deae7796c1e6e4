using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Tests.Parsing;

public sealed class ParseStageTests : IDisposable
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true,"max_tokens":9}""";
    private readonly VitrineTelemetry _telemetry = new(new TelemetryOptions
    {
        ServiceName = "gateway",
        Kinds = [HttpKinds.Http, InferenceKinds.Inference, InferenceKinds.QueueWait, GuardKinds.Guard, .. GatewayKinds.All],
        Packs = [new PackStore().Load("kthena")],
    });

    [Fact]
    public async Task RunAsync_Chat_OpensTheInferenceWithWhatItLearnt()
    {
        var (exchange, error) = await RunAsync("POST", "/v1/chat/completions", Chat, "application/json");
        error.ShouldBeNull();
        exchange.Request!.Model.ShouldBe("m");
        exchange.Usage.Input.ShouldBe(8);
        exchange.Inference.Get(GenAiFacts.OperationName).ShouldBe("chat");
        exchange.Inference.Get(GenAiFacts.RequestModel).ShouldBe("m");
        Number(exchange, GenAiFacts.InputTokens).ShouldBe(8);
        exchange.Request.Dispose();
    }

    [Fact]
    public async Task RunAsync_NoPrompt_IsRefusedButCounts()
    {
        var (exchange, error) = await RunAsync("POST", "/v1/completions", """{"model":"m"}""", null);
        error.ShouldBe(GatewayErrors.PromptMissing);
        exchange.Inference.Get(GenAiFacts.RequestModel).ShouldBe("m");
        Number(exchange, GenAiFacts.InputTokens).ShouldBe(0);
        exchange.Request!.Dispose();
    }

    [Theory]
    [InlineData("GET", "/v1/files", "", null)]
    [InlineData("DELETE", "/v1/files/1", "", null)]
    [InlineData("POST", "/v1/audio/transcriptions", "--x", "multipart/form-data; boundary=x")]
    [InlineData("POST", "/v1/batches/1/cancel", "", "application/json")]
    [InlineData("GET", "/v1/chat/completions", "", null)]
    [InlineData("POST", "/v1/rerank", "{}", "application/json")]
    public async Task RunAsync_RequestsWithoutAModel_AreLeftToRouting(string method, string path, string body, string? type)
    {
        var (exchange, error) = await RunAsync(method, path, body, type);
        error.ShouldBeNull();
        exchange.Request!.NamesModel.ShouldBeFalse();
        exchange.Request.Body.Length.ShouldBe(body.Length);
        exchange.Inference.Get(GenAiFacts.RequestModel).ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_ServersLowerLimit_IsLifted()
    {
        var limit = new ServerLimit();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpMaxRequestBodySizeFeature>(limit);
        await RunAsync(context);
        limit.MaxRequestBodySize.ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_CompressedBodyOfAnotherPath_IsProxiedUnread()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = "/v1/rerank";
        context.Request.ContentType = "application/json";
        context.Request.Headers.ContentEncoding = "gzip";
        context.Request.Body = new MemoryStream([0x1F, 0x8B, 8]);
        var (exchange, error) = await RunAsync(context);
        error.ShouldBeNull();
        exchange.Request!.Body.Length.ShouldBe(3);
        exchange.Request.Dispose();
    }

    [Fact]
    public async Task RunAsync_OtherPathWithAModel_IsRoutedByIt()
    {
        var (exchange, error) = await RunAsync("POST", "/v1/rerank", """{"model":"m","query":"x"}""", "application/json; charset=utf-8");
        error.ShouldBeNull();
        exchange.Request!.Model.ShouldBe("m");
    }

    [Theory]
    [InlineData("/v1/chat/completions", "{", null, 400)]
    [InlineData("/v1/chat/completions", "{}", null, 404)]
    [InlineData("/v1/chat/completions", "a=b", "application/x-www-form-urlencoded", 400)]
    [InlineData("/v1/rerank", "{", "application/json", 400)]
    public async Task RunAsync_Refused_LeavesNoRequest(string path, string body, string? type, int status)
    {
        var (exchange, error) = await RunAsync("POST", path, body, type);
        error!.Status.ShouldBe(status);
        error.Type.ShouldBe("request_parsing");
        exchange.Request.ShouldBeNull();
    }

    public void Dispose() => _telemetry.Dispose();

    private static long? Number(Exchange exchange, Fact<long> fact) => exchange.Inference.TryGet(fact, out var value) ? (long)value.AsDouble() : null;

    private Task<(Exchange Exchange, GatewayError? Error)> RunAsync(string method, string path, string body, string? type)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return RunAsync(context);
    }

    private async Task<(Exchange Exchange, GatewayError? Error)> RunAsync(DefaultHttpContext context)
    {
        var http = _telemetry.Begin(HttpKinds.Http).Opened();
        var exchange = new Exchange(context, http, http.Begin(InferenceKinds.Inference), FleetSnapshot.Empty);
        using var scope = exchange.Inference.Begin(GatewayKinds.Parse);
        return (exchange, await new ParseStage().RunAsync(exchange, scope));
    }

    private sealed class ServerLimit : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; } = 30_000_000;
    }
}
