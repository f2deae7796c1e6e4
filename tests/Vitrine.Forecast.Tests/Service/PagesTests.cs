using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Forecast.Tests.Support;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Forecast.Tests.Service;

/// <summary>What the service says of itself (KA1 of the contract).</summary>
public sealed class PagesTests
{
    [Fact]
    public async Task KA1_Healthz_IsOk()
    {
        await using var service = await ServedForecast.StartAsync();
        var answer = await service.GetAsync("/v1/healthz");
        (answer.Status, answer.Text).ShouldBe((200, """{"status":"ok"}"""));
    }

    [Fact]
    public async Task Root_NamesTheService()
    {
        await using var service = await ServedForecast.StartAsync();
        (await service.GetAsync("/")).Text.ShouldBe("""{"message":"Kronos FastAPI Service"}""");
    }

    [Fact]
    public async Task DetailedHealth_TellsOfModelMemoryAndDisk()
    {
        await using var service = await ServedForecast.StartAsync();

        var answer = await service.GetAsync("/v1/healthz/detailed");

        answer.Status.ShouldBe(200);
        answer.Json.EnumerateObject().Select(field => field.Name).ShouldBe(["status", "timestamp", "uptime_seconds", "checks"]);
        var checks = answer.Json.GetProperty("checks");
        checks.GetProperty("model").GetRawText().ShouldBe("""{"status":"healthy","loaded":true,"version":"scripted-7"}""");
        checks.GetProperty("memory").EnumerateObject().Select(field => field.Name).ShouldBe(["status", "process_mb", "system_total_mb", "system_available_mb", "system_percent"]);
        checks.GetProperty("memory").GetProperty("process_mb").GetDouble().ShouldBeGreaterThan(1);
        checks.GetProperty("disk").EnumerateObject().Select(field => field.Name).ShouldBe(["status", "total_gb", "free_gb", "percent"]);
    }

    [Fact]
    public async Task Config_ShowsSourcesAndMasksSecrets()
    {
        await using var service = await ServedForecast.StartAsync(options => options with
        {
            ConfigureTelemetry = telemetry =>
            {
                telemetry.Log = null;
                telemetry.Settings.Add(new EffectiveSetting("forecast.inference-timeout", "30s", "default"));
                telemetry.Settings.Add(new EffectiveSetting("forecast.key", "open sesame", "flag --key", IsSecret: true));
            },
        });

        var answer = await service.GetAsync("/v1/config");

        answer.Text.ShouldBe("""{"forecast.inference-timeout":{"value":"30s","source":"default"},"forecast.key":{"value":"********","source":"flag --key"}}""");
        var line = service.Lines.Single(line => line.GetProperty("message").GetString()!.StartsWith("Service configuration: ", StringComparison.Ordinal));
        line.GetProperty("message").GetString().ShouldBe("Service configuration: forecast.inference-timeout=30s forecast.key=********");
    }

    [Fact]
    public async Task Metrics_Disabled_AreNotThere()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { MetricsEnabled = false });
        (await service.GetAsync("/v1/metrics")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryPathAndItsBounds()
    {
        await using var service = await ServedForecast.StartAsync();

        var document = (await service.GetAsync("/openapi.json")).Json;

        var routes = service.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!).Where(path => path.StartsWith("/v1/", StringComparison.Ordinal)).Distinct();
        document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order().ShouldBe(routes.Order());
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var limits = new Vitrine.Forecast.Requests.RequestLimits();
        Bound("SingleRequest", "candles", "maxItems").ShouldBe(limits.MaxCandles);
        Bound("SingleRequest", "series_id", "maxLength").ShouldBe(limits.MaxSeriesId);
        Bound("BatchRequest", "items", "maxItems").ShouldBe(limits.MaxSeries);
        Bound("Overrides", "pred_len", "maximum").ShouldBe(limits.MaxHorizon);
        Bound("Overrides", "sample_count", "maximum").ShouldBe(limits.MaxSamples);

        int Bound(string schema, string field, string bound) => schemas.GetProperty(schema).GetProperty("properties").GetProperty(field).GetProperty(bound).GetInt32();
    }

    [Fact]
    public async Task OpenApi_Answers_HaveTheFieldsItRequires()
    {
        await using var service = await ServedForecast.StartAsync();
        var document = (await service.GetAsync("/openapi.json")).Json;
        var body = Bodies.Single(10, 2);
        body["include_bands"] = true;

        ShouldHave("PredictResponse", (await service.PostAsync(ServedForecast.Single, body)).Json);
        ShouldHave("Error", (await service.GetAsync("/v1/nothing")).Json);
        ShouldHave("ValidationError", (await service.PostAsync(ServedForecast.Single, "{}")).Json);
        ShouldHave("Readiness", (await service.GetAsync("/v1/readyz")).Json);

        void ShouldHave(string schema, JsonElement answer)
        {
            var described = document.GetProperty("components").GetProperty("schemas").GetProperty(schema);
            var fields = answer.EnumerateObject().Select(field => field.Name).ToArray();
            described.GetProperty("required").EnumerateArray().Select(field => field.GetString()).ShouldBeSubsetOf(fields);
            fields.ShouldBeSubsetOf(described.GetProperty("properties").EnumerateObject().Select(field => field.Name));
        }
    }
}
