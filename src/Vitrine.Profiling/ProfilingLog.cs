using Microsoft.Extensions.Logging;

namespace Vitrine.Profiling;

/// <summary>What profiling says in the service's log.</summary>
internal static partial class ProfilingLog
{
    /// <summary>The reader of a profile sees its warnings only when they ask for its comments; whoever runs the service sees them here.</summary>
    [LoggerMessage(EventIds.ProfileIncomplete, LogLevel.Warning, "profile {Name} is incomplete: {Warning}")]
    public static partial void ProfileIncomplete(this ILogger log, string name, string warning);
}
