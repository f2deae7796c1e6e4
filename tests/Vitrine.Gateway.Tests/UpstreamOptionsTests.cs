using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests;

public sealed class UpstreamOptionsTests
{
    [Fact]
    public void Parse_EveryPart_IsRead()
    {
        using var folder = new TemporaryFolder();
        folder.Write("keys.txt", "# for tests\n\nteam sk-0123456789\nother sk-9876543210\n");
        var upstream = UpstreamOptions.Parse("http://localhost:8082; debug=http://localhost:8090; key-file=keys.txt", folder.Path);
        (upstream.Address, upstream.Debug).ShouldBe((new Uri("http://localhost:8082"), new Uri("http://localhost:8090")));
        upstream.Key.ShouldNotBeNull().Authorization.ShouldBe("Bearer sk-0123456789");
        upstream.ToString().ShouldNotContain("sk-");
        UpstreamOptions.Parse("https://vllm:8000", folder.Path).ShouldBe(new UpstreamOptions(new Uri("https://vllm:8000")));
    }

    [Fact]
    public void Parse_KeyInAVariable_IsRead()
    {
        var name = $"UPSTREAM_KEY_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, "sk-secret\n");
        UpstreamOptions.Parse($"http://localhost:8000;key-env={name}", ".").Key.ShouldNotBeNull().Authorization.ShouldBe("Bearer sk-secret");
    }

    [Theory]
    [InlineData("localhost:8000", "'localhost:8000' is no part of an upstream.")]
    [InlineData("http://localhost:8000/v1", "'http://localhost:8000/v1' is no part of an upstream.")]
    [InlineData("http://user:secret@localhost:8000", "Write http://host:port, without a path")]
    [InlineData("http://localhost:8000;debug=localhost", "'localhost' is no part of an upstream.")]
    [InlineData("http://localhost:8000;keys=a", "'keys=a' is no part of an upstream.")]
    [InlineData("http://localhost:8000;key-env=NO_SUCH_VARIABLE", "the variable NO_SUCH_VARIABLE is not set.")]
    [InlineData("http://localhost:8000;key-file=no/such/file", "the key cannot be read: ")]
    [InlineData("http://localhost:8000;key=sk-secret", "write key-file=PATH or key-env=NAME.")]
    public void Parse_SomethingElse_SaysWhatIsAccepted(string text, string expected)
    {
        var message = Should.Throw<FormatException>(() => UpstreamOptions.Parse(text, ".")).Message;
        message.ShouldContain(expected);
        message.ShouldNotContain("sk-secret");
    }
}
