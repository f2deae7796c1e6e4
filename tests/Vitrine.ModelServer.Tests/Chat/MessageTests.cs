using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Chat;

/// <summary>Odd messages, odd text and an odd file, against the real engine.</summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData("""[{"role":"user","content":""}]""")]
    [InlineData("""[{"role":"user","content":[]}]""")]
    [InlineData("""[{"role":"user","content":"What is the weather?"},{"role":"tool","tool_call_id":"call_1","content":"{\"rain\":true}"}]""")]
    [InlineData("""[{"role":"developer","content":"Be brief."},{"role":"user","content":"👩‍👩‍👧 ünï𝄞 \u0000 <|end|>"}]""")]
    [InlineData("""[{"role":"assistant","content":"I spoke first."}]""")]
    public async Task Messages_ThatAreUnusual_AreAnswered(string messages)
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var answer = JsonDocument.Parse(await server.ChatAsync($$"""{"model":"vitrine-tiny","max_tokens":3,"messages":{{messages}}}"""));
        answer.RootElement.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBeGreaterThan(0);
        server.ShouldReconcile();
    }

    /// <summary>At this heat the model speaks bytes that are no text and parts of characters: every event is whole all the same.</summary>
    [Fact]
    public async Task Stream_OfBytesAtRandom_IsValidTextInEveryEvent()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        for (var seed = 0; seed < 8; seed++)
        {
            using var answer = await server.PostAsync($$"""{"model":"vitrine-tiny","stream":true,"seed":{{seed}},"temperature":10,"top_k":0,"top_p":1,"max_tokens":64,"messages":[{"role":"user","content":"🎉"}]}""");
            var events = strict.GetString(await answer.Content.ReadAsByteArrayAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
            events[^1].ShouldBe("data: [DONE]");
            foreach (var data in events[..^1]) Should.NotThrow(() => JsonDocument.Parse(data["data: ".Length..]).RootElement.ToString(), data);
        }
    }

    [Fact]
    public async Task Model_WithHostileMetadata_Is500AndTheOthersAnswer()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-hostile-");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "hostile.gguf"), Hostile());
            await using var server = await ModelServerFixture.StartAsync(options => options with { ModelFolder = folder.FullName });
            using (var refused = await server.PostAsync("""{"model":"hostile","messages":[{"role":"user","content":"hi"}]}"""))
            {
                refused.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
                (await refused.Content.ReadAsStringAsync()).ShouldBe("""{"code":"internal","message":"The model 'hostile' cannot be loaded. The server's log has the reason."}""");
            }

            server.Value("panics").ShouldBe(0);
            await server.ChatAsync("""{"model":"vitrine-tiny","max_tokens":2,"messages":[{"role":"user","content":"hi"}]}""");
            server.ShouldReconcile();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A header that promises more entries than there are atoms, and a first key as long.</summary>
    private static byte[] Hostile()
    {
        var file = new byte[64];
        "GGUF"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), 3);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(16), ulong.MaxValue);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(24), ulong.MaxValue);
        return file;
    }
}
