using System.Text;
using Vitrine.ModelServer.Answers;
using Vitrine.ModelServer.Chat;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Chat;

public sealed class ChatRequestReaderTests
{
    [Fact]
    public void Read_BadRequests_NameTheFieldAndWhatIsAccepted() =>
        BadRequestFile.Failures("Chat/bad-requests.txt", body => ChatRequestReader.Read(body, null).Error).ShouldBeEmpty();

    [Fact]
    public void Read_EverythingAccepted_IsRead()
    {
        var (request, error) = Read("""
            {
              "model": "m", "stream": true, "stream_options": {"include_usage": true, "include_obfuscation": false}, "n": 1,
              "messages": [
                {"role": "developer", "content": "Be brief.", "name": "x"},
                {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
              ],
              "temperature": 0.5, "top_p": 0.9, "top_k": 3, "max_completion_tokens": 9, "seed": -1, "stop": "END",
              "tools": [], "tool_choice": "auto", "response_format": {"type": "text"}, "modalities": ["text"], "logprobs": false, "logit_bias": {},
              "presence_penalty": 0, "frequency_penalty": 0.0, "user": "u", "metadata": {"a": [1, 2]}, "audio": null, "min_p": 0.05, "repeat_penalty": 1.1, "ignore_eos": true
            }
            """);
        error.ShouldBeNull();
        request!.Model.ShouldBe("m");
        request.Stream.ShouldBeTrue();
        request.IncludeUsage.ShouldBeTrue();
        request.Prompt.Messages!.Select(message => (message.Role, message.Content)).ShouldBe([("system", "Be brief."), ("user", "ab")]);
        request.Sampling.Temperature.ShouldBe(0.5f);
        request.Sampling.TopP.ShouldBe(0.9f);
        request.Sampling.TopK.ShouldBe(3);
        request.Sampling.MinP.ShouldBe(0.05f);
        request.Sampling.RepetitionPenalty.ShouldBe(1.1f);
        request.Sampling.MaxTokens.ShouldBe(9);
        request.Sampling.IgnoreEnd.ShouldBeTrue();
        request.Sampling.Seed.ShouldBe(ulong.MaxValue);
        request.Sampling.Stop.ShouldBe(["END"]);
    }

    [Fact]
    public void Read_NoLimit_TakesTheServersOwn()
    {
        ChatRequestReader.Read("""{"model":"m","messages":[{"role":"user","content":"hi"}]}"""u8, defaultMaxTokens: 12).Request!.Sampling.MaxTokens.ShouldBe(12);
        ChatRequestReader.Read("""{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":3}"""u8, defaultMaxTokens: 12).Request!.Sampling.MaxTokens.ShouldBe(3);
    }

    [Fact]
    public void Read_TruncatedAtEveryByte_IsRefusedAndNeverThrows()
    {
        var whole = """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"}]}],"stop":["x","y"],"stream_options":{"include_usage":true}}"""u8.ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            ChatRequestReader.Read(whole.AsSpan(0, length), null).Error.ShouldNotBeNull($"the first {length} bytes were accepted");
        }
    }

    [Fact]
    public void Read_RandomlyDamaged_NeverThrows()
    {
        var whole = """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"}]}],"stop":["x"],"tools":[],"n":1,"temperature":0.1}"""u8.ToArray();
        var random = new Random(20251014);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 3; i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(32, 127);
            Should.NotThrow(() => ChatRequestReader.Read(damaged, null), Encoding.UTF8.GetString(damaged));
        }
    }

    private static (AnswerRequest? Request, Vitrine.ModelServer.Api.ApiError? Error) Read(string json) => ChatRequestReader.Read(Encoding.UTF8.GetBytes(json), null);
}
