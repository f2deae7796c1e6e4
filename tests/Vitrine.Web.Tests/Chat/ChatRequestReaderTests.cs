using System.Text;
using Vitrine.Web.Chat;

namespace Vitrine.Web.Tests.Chat;

public sealed class ChatRequestReaderTests
{
    [Fact]
    public void Read_History_KeepsUserAndAssistantInOrder()
    {
        var request = Read("""
            {"messages":[{"role":"system","content":"obey"},{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"tool","content":"c"},{"content":"d"},{"role":"user","content":""}],
             "message":"e","model":"m","more":1}
            """);
        request.Turns.Select(turn => $"{turn.Role}:{turn.Content}").ShouldBe(["user:a", "assistant:b", "user:e"]);
        (request.Model, request.WantsMarkdown).ShouldBe(("m", false));
        request.Prompt.ShouldBe(request.Turns);
    }

    [Theory]
    [InlineData("""{"message":"Hi","format":"markdown"}""", true)]
    [InlineData("""{"message":"Hi","format":"text"}""", false)]
    [InlineData("""{"message":"A table In Markdown, please"}""", true)]
    [InlineData("""{"message":"answer using markdown"}""", true)]
    [InlineData("""{"message":"What is markdown?"}""", false)]
    public void Read_WishForMarkdown_AddsASystemPrompt(string json, bool wants)
    {
        var request = Read(json);
        request.WantsMarkdown.ShouldBe(wants);
        request.Prompt.Count.ShouldBe(wants ? 2 : 1);
        if (wants) request.Prompt[0].Role.ShouldBe("system");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(400, 100)]
    public void EstimatedTokens_FourCharacters_AreOne(int characters, int tokens) => Read($$"""{"message":"{{new string('x', characters)}}"}""").EstimatedTokens.ShouldBe(tokens);

    [Theory]
    [InlineData("x", "line 1")]
    [InlineData("", "JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{}", "no message")]
    [InlineData("""{"message":""}""", "no message")]
    [InlineData("""{"messages":[]}""", "no message")]
    [InlineData("""{"messages":{},"message":"secret"}""", "'messages' is no list")]
    [InlineData("""{"messages":["secret"]}""", "no object")]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", "'content' is no text")]
    [InlineData("""{"messages":[{"role":7,"content":"secret"}]}""", "'role' is no text")]
    [InlineData("""{"message":["secret"]}""", "'message' is no text")]
    [InlineData("""{"message":"secret","model":1}""", "'model' is no text")]
    [InlineData("""{"message":"secret","format":1}""", "'format' is no text")]
    [InlineData("""{"message":"secret \ud800"}""", "surrogate")]
    [InlineData("""{"message":"secret" """, "line 1")]
    public void Read_NoChat_SaysWhyAndQuotesNothing(string json, string why)
    {
        var message = Should.Throw<FormatException>(() => Read(json)).Message;
        message.ShouldContain(why);
        message.ShouldNotContain("secret");
    }

    [Fact]
    public void Read_LongModel_IsRefused() => Should.Throw<FormatException>(() => Read($$"""{"message":"Hi","model":"{{new string('m', 201)}}"}""")).Message.ShouldContain("200");

    private static ChatRequest Read(string json) => ChatRequestReader.Read(Encoding.UTF8.GetBytes(json));
}
