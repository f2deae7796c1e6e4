using Vitrine.Telemetry.Hosting;
using Vitrine.Web.Roles;

namespace Vitrine.Web.Tests;

public sealed class WebValidatorTests
{
    [Fact]
    public async Task Start_EverythingWrong_ListsEverything()
    {
        var twice = RoleTarget.Parse("model;pack=kronk;api=http://localhost:8082;debug=http://localhost:8090;ready=/v1/readiness", "");
        var options = new WebOptions
        {
            Api = [],
            DrainTimeout = TimeSpan.FromSeconds(-1),
            Chat = new() { BaseUrl = new Uri("ftp://models"), EngineDebug = new Uri("/debug", UriKind.Relative) },
            Roles = [twice, twice],
        };

        var failure = await Should.ThrowAsync<ServerException>(() => WebServer.StartAsync(options, TestContext.Current.CancellationToken));

        failure.Message.Split(Environment.NewLine).ShouldBe(
        [
            "The console has no address: give at least one.",
            "drain-timeout is -1 s; accepted is 0 to 86400 s.",
            "base-url is 'ftp://models/'; accepted is an http or https address, such as http://localhost:8080/v1/.",
            "engine-debug is '/debug'; accepted is an http or https address.",
            "The role 'model' is given 2 times; give it once.",
        ]);
    }
}
