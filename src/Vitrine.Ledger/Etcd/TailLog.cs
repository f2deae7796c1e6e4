using Microsoft.Extensions.Logging;

namespace Vitrine.Ledger.Etcd;

/// <summary>What the tail says beside its signals.</summary>
internal static partial class TailLog
{
    [LoggerMessage(EventIds.TailInterrupted, LogLevel.Information, "The tail of the log was interrupted and begins again: {Reason}")]
    public static partial void Interrupted(ILogger logger, string reason);

    [LoggerMessage(EventIds.TailStuck, LogLevel.Error, "The own copy cannot follow the log: {Reason}")]
    public static partial void Stuck(ILogger logger, string reason);
}
