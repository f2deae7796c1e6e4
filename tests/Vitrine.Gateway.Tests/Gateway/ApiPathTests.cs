namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>Every path of the API that carries a model, whole and streamed: what the client sent and got is the pod's, and its tokens are counted.</summary>
public sealed class ApiPathTests
{
    private const string WholeResponse = """{"object":"response","status":"completed","output":[],"usage":{"input_tokens":9,"output_tokens":4}}""";
    private const string Vectors = """{"object":"list","data":[{"index":0,"embedding":[0.5]}],"usage":{"prompt_tokens":3,"total_tokens":3}}""";

    [Theory]
    [InlineData("/v1/chat/completions", "{\"model\":\"llama\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", "{\"choices\":[],\"usage\":{\"completion_tokens\":4}}", 4)]
    [InlineData("/v1/completions", "{\"model\":\"llama\",\"prompt\":\"Hi\"}", "{\"choices\":[{\"text\":\"Ho\"}],\"usage\":{\"completion_tokens\":4}}", 4)]
    [InlineData("/v1/responses", "{\"model\":\"llama\",\"input\":\"Hi\"}", WholeResponse, 4)]
    [InlineData("/v1/embeddings", "{\"model\":\"llama\",\"input\":[\"Hi\",\"Ho\"]}", Vectors, 0)]
    public async Task Whole_OnEveryPath_PassesAndCounts(string path, string request, string answer, int output)
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Json(200, answer));
        await ShouldPassAsync(pod, path, request, answer, output);
    }

    [Fact]
    public async Task Completion_Streamed_LosesOnlyTheUsageThatNobodyAskedFor()
    {
        const string A = "data: {\"choices\":[{\"text\":\"a\"}]}\n\n";
        const string B = "data: {\"choices\":[{\"text\":\"b\"}]}\n\n";
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Events(A, B, Answers.Usage(1, 2), Answers.Done));
        await ShouldPassAsync(pod, "/v1/completions", """{"model":"llama","stream":true,"prompt":"Hi"}""", A + B + Answers.Done, 2);
        pod.Received.Single().Body.ShouldContain("\"include_usage\":true");
    }

    [Fact]
    public async Task Response_Streamed_PassesAsItIs()
    {
        string[] events =
        [
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n",
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":9,\"output_tokens\":4}}}\n\n",
        ];
        const string Request = """{"model":"llama","stream":true,"input":"Hi"}""";
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Events(events));
        await ShouldPassAsync(pod, "/v1/responses", Request, string.Concat(events), 4);
        pod.Received.Single().Body.ShouldBe(Request);
    }

    private static async Task ShouldPassAsync(ScriptedUpstream pod, string path, string request, string answer, int output)
    {
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync(request, path)).ShouldBe((200, answer));
        pod.Received.Single().Target.ShouldBe(path);
        await gateway.ShouldBeAtRestAsync(1);
        (await gateway.SumAsync("kthena_router_requests_total", $"path=\"{path}\"", "error_type=\"successful_request\"")).ShouldBe(1);
        (await gateway.SumAsync("kthena_router_tokens_total", $"path=\"{path}\"", "token_type=\"output\"")).ShouldBe(output);
    }
}
