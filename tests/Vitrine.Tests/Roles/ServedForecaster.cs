using Microsoft.Extensions.DependencyInjection;
using Vitrine.Forecast;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Tests.Roles;

/// <summary>The forecast role as <c>vitrine serve forecast</c> runs it, from flags, environment and file to listeners; on ports of the system's choice.</summary>
internal sealed class ServedForecaster : IAsyncDisposable
{
    private readonly ForecastServer _server;

    private ServedForecaster(ForecastServer server)
    {
        _server = server;
        Api = new HttpClient { BaseAddress = new Uri(server.Addresses.Single()), Timeout = ServedModel.Deadline };
        Debug = new HttpClient { BaseAddress = new Uri(server.Services.GetRequiredService<DebugListener>().Addresses.Single()), Timeout = ServedModel.Deadline };
    }

    public HttpClient Api { get; }

    public HttpClient Debug { get; }

    /// <summary>Starts it and waits until its model is loaded. Its log is <c>forecast.log</c> of the surroundings.</summary>
    public static async Task<ServedForecaster> StartAsync(TestSurroundings surroundings, params (Setting Setting, string Text)[] flags)
    {
        var served = new ServedForecaster(await ForecastServer.StartAsync(OptionsOf(surroundings, flags), TestContext.Current.CancellationToken));
        using var deadline = new CancellationTokenSource(ServedModel.Deadline);
        // Readiness announces nothing: it is asked.
        while (!(await served.Api.GetAsync("/v1/readyz", deadline.Token)).IsSuccessStatusCode) await Task.Delay(10, deadline.Token);
        return served;
    }

    /// <summary>The options that the role would run with.</summary>
    public static ForecastOptions OptionsOf(TestSurroundings surroundings, params (Setting Setting, string Text)[] flags)
    {
        var variables = new Dictionary<string, string>(surroundings.Variables, StringComparer.Ordinal)
        {
            ["VITRINE_FORECAST_API_HOST"] = "127.0.0.1:0",
            ["VITRINE_FORECAST_DEBUG_HOST"] = "127.0.0.1:0",
            ["VITRINE_LOG_OUTPUT"] = surroundings["forecast.log"],
        };
        var settings = new SettingsResolver(variables, surroundings.Folder, null).Resolve(SettingsTable.Of("forecast", isUnderUp: false), flags.ToDictionary(flag => flag.Setting, flag => flag.Text));
        return ForecastSetup.OptionsOf(new RoleContext(settings, new ForecastRole().Plan(settings), surroundings.Value));
    }

    /// <summary>Stops it, so that all of its log is written; may be disposed again.</summary>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Debug.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }
}
