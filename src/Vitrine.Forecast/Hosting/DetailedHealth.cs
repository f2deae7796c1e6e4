using System.Globalization;
using System.Text.Json;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Forecast.Hosting;

/// <summary><c>/v1/healthz/detailed</c>: model, memory and disk, for people and dashboards. Not a probe: it stands behind the allow-list.</summary>
internal static class DetailedHealth
{
    private const double Mebibyte = 1024 * 1024;
    private const double Gibibyte = Mebibyte * 1024;
    private const double WarningPercent = 90;

    /// <summary>Maps the path.</summary>
    public static void MapDetailedHealth(this IEndpointRouteBuilder endpoints, ModelHost model, ForecastOptions options) => endpoints.MapGet("/v1/healthz/detailed", context =>
    {
        var now = options.Clock.GetUtcNow();
        var (memory, disk) = (MemoryFigures.Read(), DiskOf(options.DataFolder));
        var isHealthy = model.Forecaster is not null && memory.UsedPercent < WarningPercent && (disk is null || UsedPercent(disk) < WarningPercent);
        JsonAnswer.Write(context.Response, json =>
        {
            json.WriteString("status"u8, isHealthy ? "healthy"u8 : "degraded"u8);
            json.WriteString("timestamp"u8, now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteNumber("uptime_seconds"u8, Math.Round((now - ServiceBuild.StartedAt).TotalSeconds, 2));
            json.WriteStartObject("checks"u8);
            WriteModel(json, model);
            WriteMemory(json, memory);
            WriteDisk(json, disk);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    });

    private static void WriteModel(Utf8JsonWriter json, ModelHost model)
    {
        json.WriteStartObject("model"u8);
        json.WriteString("status"u8, model.Forecaster is null ? "loading"u8 : "healthy"u8);
        json.WriteBoolean("loaded"u8, model.Forecaster is not null);
        json.WriteString("version"u8, model.Version.Length > 0 ? model.Version : null);
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, MemoryFigures memory)
    {
        json.WriteStartObject("memory"u8);
        json.WriteString("status"u8, memory.UsedPercent < WarningPercent ? "healthy"u8 : "warning"u8);
        json.WriteNumber("process_mb"u8, Math.Round(memory.ProcessBytes / Mebibyte, 2));
        json.WriteNumber("system_total_mb"u8, Math.Round(memory.TotalBytes / Mebibyte, 2));
        json.WriteNumber("system_available_mb"u8, Math.Round(memory.AvailableBytes / Mebibyte, 2));
        json.WriteNumber("system_percent"u8, Math.Round(memory.UsedPercent, 2));
        json.WriteEndObject();
    }

    private static void WriteDisk(Utf8JsonWriter json, DriveInfo? disk)
    {
        json.WriteStartObject("disk"u8);
        json.WriteString("status"u8, disk is null ? "unknown"u8 : UsedPercent(disk) < WarningPercent ? "healthy"u8 : "warning"u8);
        if (disk is not null)
        {
            json.WriteNumber("total_gb"u8, Math.Round(disk.TotalSize / Gibibyte, 2));
            json.WriteNumber("free_gb"u8, Math.Round(disk.AvailableFreeSpace / Gibibyte, 2));
            json.WriteNumber("percent"u8, Math.Round(UsedPercent(disk), 2));
        }

        json.WriteEndObject();
    }

    private static double UsedPercent(DriveInfo disk) => disk.TotalSize == 0 ? 0 : 100 - (100.0 * disk.AvailableFreeSpace / disk.TotalSize);

    private static DriveInfo? DiskOf(string folder)
    {
        // The folder is made when something is first kept in it.
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above) folder = above;
        try
        {
            var disk = new DriveInfo(folder);
            return disk.IsReady ? disk : null;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
