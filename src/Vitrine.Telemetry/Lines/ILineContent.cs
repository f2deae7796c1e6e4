using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Lines;

/// <summary>What an envelope is put around: a line of an operation, or a record of a logger.</summary>
internal interface ILineContent
{
    DateTimeOffset Time { get; }

    LogLevel Level { get; }

    string Logger { get; }

    Activity? Span { get; }

    Exception? Exception { get; }

    /// <summary>Writes the message as a JSON string; returns false when there is none.</summary>
    bool WriteMessage(JsonLineBuilder line);

    void WriteFields(JsonLineBuilder line);
}
