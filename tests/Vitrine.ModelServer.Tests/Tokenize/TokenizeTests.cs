using System.Net;
using System.Text.Json;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Tokenize;

public sealed class TokenizeTests
{
    private const string Path = "/v1/tokenize";

    [Fact]
    public async Task Text_Counted_IsOneNumber()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":"one two three"}""");
        EventText.Normalise(await response.Content.ReadAsStringAsync()).ShouldBe("""{"object":"tokenize","created":0,"model":"scripted","tokens":3}""");
        server.Log.Of("tokenize").Single().GetProperty("REQUEST-INPUT").GetString().ShouldBe("model[scripted]: chars[13]:");
        server.Page().ShouldNotContain("chat_requests_total");
        server.Page().ShouldNotContain("usage_tokens_total");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Tiny_EmptyText_HasNoTokensAndALongerOneMore()
    {
        await using var server = await ModelServerFixture.StartAsync();
        (await CountAsync(server, "")).ShouldBe(0);
        (await CountAsync(server, "The queue grows, and the latency with it. 👋")).ShouldBeGreaterThan(await CountAsync(server, "The queue"));
    }

    [Theory]
    [InlineData("""{"input":"x"}""", HttpStatusCode.BadRequest, "model is missing")]
    [InlineData("""{"model":"scripted"}""", HttpStatusCode.BadRequest, "input is missing, accepted is a text.")]
    [InlineData("""{"model":"scripted","input":["a"]}""", HttpStatusCode.BadRequest, "input is a list, accepted is a text.")]
    [InlineData("""{"model":"nosuch","input":"x"}""", HttpStatusCode.NotFound, "There is no model 'nosuch'")]
    public async Task Request_ThatIsWrong_IsRefusedInTheOneShape(string body, HttpStatusCode status, string message)
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        using var response = await server.PostAsync(Path, body);
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain(message);
        server.ShouldReconcile();
    }

    private static async Task<int> CountAsync(ModelServerFixture server, string text)
    {
        using var response = await server.PostAsync(Path, JsonSerializer.Serialize(new { model = "vitrine-tiny", input = text }));
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("tokens").GetInt32();
    }
}
