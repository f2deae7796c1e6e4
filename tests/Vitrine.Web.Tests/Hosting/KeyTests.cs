using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Hosting;

/// <summary>A console that wants a key: its files are open, what it shows is not.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef";
    private const string RoleKey = "fedcba9876543210";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-web-");
    private FakeRole _role = null!;
    private ServedWeb _web = null!;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(_folder.FullName, "keys");
        await File.WriteAllTextAsync(file, RoleKey, TestContext.Current.CancellationToken);
        _role = await FakeRole.StartAsync();
        _web = await ServedWeb.StartAsync(options => options with
        {
            Roles = [_role.Target(key: UpstreamKey.FromFile(file))],
            ConfigureTelemetry = telemetry =>
            {
                telemetry.Log = null;
                telemetry.ApiKeys = new ApiKeys([KeyValuePair.Create("ada", Key)]);
            },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _role.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/health", 200)]
    [InlineData("/roles", 401)]
    [InlineData("/roles/model/metrics", 401)]
    [InlineData("/metrics", 401)]
    public async Task WithoutKey_FilesAndProbesAreOpenOnly(string path, int expected)
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, path);

        ((int)answer.StatusCode).ShouldBe(expected);
        if (expected == 401) answer.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).ShouldBe(["Bearer", "Basic"]);
    }

    [Theory]
    [InlineData("Bearer " + Key, 200)]
    [InlineData("Basic YWRhOjAxMjM0NTY3ODlhYmNkZWY=", 200)]
    [InlineData("Basic YWRhOjAxMjM0NTY3ODlhYmNkZQ==", 401)]
    [InlineData("Basic not-base64", 401)]
    public async Task Key_AsAProgramOrABrowserSendsIt(string authorization, int expected)
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, "/roles/model/metrics", ("Authorization", authorization));

        ((int)answer.StatusCode).ShouldBe(expected);
        if (expected == 200) _role.Headers["Authorization"].ShouldBe("Bearer " + RoleKey);
    }
}
