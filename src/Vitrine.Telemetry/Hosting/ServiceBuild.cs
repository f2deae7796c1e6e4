using System.Reflection;

namespace Vitrine.Telemetry.Hosting;

/// <summary>Which build this process runs.</summary>
public static class ServiceBuild
{
    /// <summary>The entry assembly's informational version without the commit, or <c>unknown</c>.</summary>
    public static string Version { get; } =
        (Assembly.GetEntryAssembly() ?? typeof(ServiceBuild).Assembly).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>When this process started, UTC.</summary>
    public static DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow - (TimeSpan.FromMilliseconds(Environment.TickCount64) - ProcessFigures.StartedAtTick);
}
