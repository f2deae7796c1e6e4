using OpenTelemetry.Resources;

namespace Vitrine.Telemetry.Export;

/// <summary>Who sends: the same resource stands on all three signals of a service.</summary>
internal static class ExportResource
{
    /// <summary>The SDK's own name and version, then the settings' attributes; the process's environment was read by the settings.</summary>
    public static ResourceBuilder Builder(ExportSettings settings) => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddAttributes(settings.Resource.Select(pair => KeyValuePair.Create(pair.Key, (object)pair.Value)));
}
