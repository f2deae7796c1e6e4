using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Tests.Logs;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class ServiceLogTests
{
    [Fact]
    public async Task Log_ToAFile_HoldsLinesOfLoggersAndIsWrittenWhenTheHostIsGone()
    {
        using var folder = new TemporaryFolder();
        await using (var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"), options => options.Log = new ServiceLogOptions { Filter = "debug", Output = folder["service.log"], AccessOutput = folder["service.log"] }))
        {
            var log = service.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Kettle");
            log.LogDebug("the water is {Celsius} degrees", 97);
            log.LogTrace("not this one");
        }

        var text = await File.ReadAllTextAsync(folder["service.log"]);
        text.ShouldContain("\"message\":\"the water is 97 degrees\"");
        text.ShouldNotContain("not this one");
        text.ShouldNotContain("Microsoft.AspNetCore.Routing");
    }

    [Fact]
    public async Task Log_OfTheOtelPack_SaysEachRequestOnceAndTheDebugPageShowsTheSameLine()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/kettle", () => "hot"), options =>
        {
            options.LoadedPacks.Clear();
            options.Packs = ["otel"];
        });
        await service.Api.GetStringAsync("/kettle");

        var logged = (await service.Debug.GetStringAsync("/debug/logs")).Split('\n').Where(line => line.Contains("\"/kettle\"", StringComparison.Ordinal)).ToArray();
        var page = await service.Debug.GetStringAsync("/debug/operations?id=last");

        var written = logged.ShouldHaveSingleItem();
        System.Text.Json.JsonDocument.Parse(page).RootElement.GetProperty("matches")[0].GetProperty("lines")[0].GetString().ShouldBe(written);
    }
}
