using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Tests.Hosting;

namespace Vitrine.Telemetry.Tests.DebugServer;

public sealed class LogsPageTests
{
    [Fact]
    public async Task Get_Newest_ShowsWhatTheServiceLogged()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));
        service.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Test").LogWarning("the kettle is {State}", "hot");

        (await service.Debug.GetStringAsync("/debug/logs?n=1")).ShouldContain("the kettle is hot");
    }

    [Fact]
    public async Task Get_Follow_StreamsEveryLineAndEndsWithTheService()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));
        var lines = service.Services.GetRequiredService<RecentLines>();
        lines.Add("before"u8);
        using var answer = await service.Debug.GetAsync("/debug/logs?follow=1&n=1", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync()).ShouldBe("before");
        lines.Add("after"u8);
        (await reader.ReadLineAsync()).ShouldBe("after");

        await service.StopAsync();
        (await reader.ReadToEndAsync()).ShouldNotContain("before");
    }
}
