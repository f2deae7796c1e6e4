using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Export;

/// <summary>Hands the log lines of operations to a logging provider, under the same conditions and filter as the service's log.</summary>
internal sealed class OperationRecords : IProjection
{
    private readonly ILookup<Kind, Line> _lines;
    private readonly Dictionary<Line, ILogger> _loggers;
    private readonly ServiceLog? _log;

    public OperationRecords(IReadOnlyList<Line> lines, ServiceLog? log, ILoggerProvider provider)
    {
        _lines = lines.ToLookup(line => line.Kind);
        _loggers = lines.ToDictionary(line => line, line => provider.CreateLogger(line.Definition.Logger));
        _log = log;
    }

    /// <inheritdoc/>
    public string Name => "exported log records";

    /// <inheritdoc/>
    public bool Wants(Kind kind) => _lines.Contains(kind);

    /// <inheritdoc/>
    public void OnOpened(Operation scope) => Write(scope, LineMoment.Open);

    /// <inheritdoc/>
    public void OnPoint(Operation point) => Write(point, LineMoment.End);

    /// <inheritdoc/>
    public void OnEnded(Operation scope) => Write(scope, LineMoment.End);

    private void Write(Operation operation, LineMoment moment)
    {
        foreach (var line in _lines[operation.Kind])
        {
            if (line.Definition.Moment != moment || !IsEnabled(line) || !line.Applies(operation)) continue;
            _loggers[line].Log(line.Definition.Level, default, RecordOf(line, operation), null, static (record, _) => record.Message);
        }
    }

    private bool IsEnabled(Line line) => _log?.IsEnabled(line) ?? line.Definition.Level >= LogLevel.Information;

    private static OperationRecord RecordOf(Line line, Operation operation)
    {
        var json = JsonLineBuilder.Rent();
        try
        {
            json.BeginObject();
            line.WriteFields(json, operation);
            json.EndObject();
            return new OperationRecord(json.Finish())
            {
                Message = line.MessageOf(operation) ?? line.Definition.Name,
                Time = line.TimeOf(operation),
                Span = Metrics.Source.SpanOf(operation),
            };
        }
        finally
        {
            json.Return();
        }
    }
}
