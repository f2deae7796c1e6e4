using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Lines;

/// <summary>Puts records of <see cref="ILogger"/> into the service's log, in the envelope of its pack.</summary>
[ProviderAlias("Vitrine")]
public sealed class ServiceLoggerProvider(ServiceLog log, TimeProvider clock) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new CategoryLogger(log, clock, log.TargetOf(categoryName));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class CategoryLogger(ServiceLog log, TimeProvider clock, string target) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && log.IsEnabled(target, logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || exception is UnfinishedAnswerException) return;
            var line = JsonLineBuilder.Rent();
            var values = state as IReadOnlyList<KeyValuePair<string, object?>>;
            log.Envelope.Write(line, new LoggerLine(clock.GetUtcNow(), logLevel, target, formatter(state, exception), values, exception));
            log.Write(isAccess: false, line.Finish());
            line.Return();
        }
    }
}
