using System.Text;
using Vitrine.ModelServer.Answers;
using Vitrine.ModelServer.Completions;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Completions;

public sealed class CompletionRequestReaderTests
{
    [Fact]
    public void Read_BadRequests_NameTheFieldAndWhatIsAccepted() =>
        BadRequestFile.Failures("Completions/bad-requests.txt", body => CompletionRequestReader.Read(body, null).Error).ShouldBeEmpty();

    [Fact]
    public void Read_EverythingAccepted_IsRead()
    {
        var request = Read("""
            {
              "model": "m", "prompt": "Once", "stream": true, "stream_options": {"include_usage": true}, "n": 1, "best_of": 1, "echo": false, "suffix": null,
              "logprobs": null, "temperature": 0.5, "top_p": 0.9, "max_completion_tokens": 9, "seed": 3, "stop": ["a", "b"], "user": "u", "logit_bias": {}
            }
            """);
        request.Model.ShouldBe("m");
        request.Prompt.Prompt.ShouldBe("Once");
        request.Prompt.Messages.ShouldBeNull();
        (request.Stream, request.IncludeUsage).ShouldBe((true, true));
        request.Sampling.MaxTokens.ShouldBe(9);
        request.Sampling.Seed.ShouldBe(3ul);
        request.Sampling.Stop.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("""["Once"]""")]
    [InlineData("\"Once\"")]
    public void Read_OneText_IsThePrompt(string prompt) => Read($$"""{"model":"m","prompt":{{prompt}}}""").Prompt.Prompt.ShouldBe("Once");

    [Theory]
    [InlineData("[1,22,333]")]
    [InlineData("[[1,22,333]]")]
    public void Read_Tokens_AreThePrompt(string prompt) => Read($$"""{"model":"m","prompt":{{prompt}}}""").Prompt.PromptTokens.ShouldBe([1, 22, 333]);

    [Fact]
    public void Read_TruncatedAtEveryByte_IsRefusedAndNeverThrows()
    {
        var whole = """{"model":"m","prompt":[[1,2,3]],"stop":["x","y"],"stream_options":{"include_usage":true},"echo":false}"""u8.ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            CompletionRequestReader.Read(whole.AsSpan(0, length), null).Error.ShouldNotBeNull($"the first {length} bytes were accepted");
        }
    }

    private static AnswerRequest Read(string json)
    {
        var (request, error) = CompletionRequestReader.Read(Encoding.UTF8.GetBytes(json), null);
        error.ShouldBeNull();
        return request!;
    }
}
