using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Vitrine.Telemetry.Export;

/// <summary>Keeps the OpenTelemetry SDK from reading the process's environment: our settings were resolved from it, and explicit options beat it.</summary>
internal static class SdkEnvironment
{
    /// <summary>Registers an empty configuration before the SDK registers its own.</summary>
    public static void Hide(IServiceCollection services) => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
}
