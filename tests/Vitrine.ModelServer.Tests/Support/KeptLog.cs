using System.Text;
using System.Text.Json;
using Vitrine.Telemetry.Logs;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>The log as the debug page keeps it.</summary>
internal sealed class KeptLog(RecentLines lines)
{
    /// <summary>All lines so far, in the order in which they were written.</summary>
    public IReadOnlyList<string> Lines => [.. lines.Snapshot(1000).Select(line => Encoding.UTF8.GetString(line.Span))];

    /// <summary>The lines with this message.</summary>
    public IReadOnlyList<JsonElement> Of(string message) =>
        [.. Lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("msg").GetString() == message)];
}
