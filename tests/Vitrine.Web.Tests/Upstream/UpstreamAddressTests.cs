using Vitrine.Web.Upstream;

namespace Vitrine.Web.Tests.Upstream;

public sealed class UpstreamAddressTests
{
    [Theory]
    [InlineData("http://localhost:8080", "http://localhost:8080/v1/chat/completions")]
    [InlineData("http://localhost:8080/", "http://localhost:8080/v1/chat/completions")]
    [InlineData("http://localhost:8080/v1", "http://localhost:8080/v1/chat/completions")]
    [InlineData("http://localhost:8080/v1/?key=1#a", "http://localhost:8080/v1/chat/completions")]
    [InlineData("http://model-runner.docker.internal/engines/llama.cpp/v1/", "http://model-runner.docker.internal/engines/llama.cpp/v1/chat/completions")]
    [InlineData("https://api.example.com/openai/v2", "https://api.example.com/openai/v2/chat/completions")]
    [InlineData("https://api.example.com/vault", "https://api.example.com/vault/v1/chat/completions")]
    [InlineData("https://api.example.com/v", "https://api.example.com/v/v1/chat/completions")]
    public void Chat_Base_IsFoundWithOrWithoutItsVersion(string baseUrl, string chat) => new UpstreamAddress(new Uri(baseUrl)).Chat.ShouldBe(new Uri(chat));
}
