using System.Diagnostics.Tracing;
using System.Globalization;

namespace Vitrine.Profiling.Live.Sources;

/// <summary>
/// What sockets of the process sent and received, from the counters of <c>System.Net.Sockets</c>, which count only while somebody listens. The
/// runtime tells them once a second on a thread of its own.
/// </summary>
internal sealed class SocketFigures : EventListener
{
    private const string Source = "System.Net.Sockets";
    private const string Unset = "";

    private static readonly Dictionary<string, string?> s_arguments = new(StringComparer.Ordinal) { ["EventCounterIntervalSec"] = "1" };

    private double _received;
    private double _sent;
    private double _accepted;
    private double _connected;

    /// <summary>Bytes received since the runtime began to count.</summary>
    public double ReceivedBytes => Volatile.Read(ref _received);

    /// <summary>Bytes sent since then.</summary>
    public double SentBytes => Volatile.Read(ref _sent);

    /// <summary>Connections that others made to this process.</summary>
    public double Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connections that this process made.</summary>
    public double Connected => Volatile.Read(ref _connected);

    // The keyword 0 leaves the source's events out: its counters alone are told.
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source) EnableEvents(eventSource, EventLevel.LogAlways, EventKeywords.None, s_arguments);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName != "EventCounters" || eventData.Payload is not [IDictionary<string, object> counter]) return;
        var value = Convert.ToDouble(counter.TryGetValue("Mean", out var mean) ? mean : 0, CultureInfo.InvariantCulture);
        switch (counter.TryGetValue("Name", out var name) ? name as string : Unset)
        {
            case "bytes-received":
                Volatile.Write(ref _received, value);
                break;
            case "bytes-sent":
                Volatile.Write(ref _sent, value);
                break;
            case "incoming-connections-established":
                Volatile.Write(ref _accepted, value);
                break;
            case "outgoing-connections-established":
                Volatile.Write(ref _connected, value);
                break;
        }
    }
}
