using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Polling;

/// <summary>
/// Passive health: what forwarding sees of a pod decides whether it is chosen. Failures in a row eject it for a while; when it comes back
/// and fails again at once, for twice as long. The last pod that a model server could use is never ejected. Thread-safe.
/// </summary>
internal sealed partial class Ejection(FleetState fleet, PollingOptions options, TimeProvider clock, ILogger<Ejection> logger)
{
    private readonly Lock _ejecting = new();

    /// <summary>The pod answered, with whatever status below 500.</summary>
    public void ReportSuccess(Pod pod) => pod.ForgetFailures();

    /// <summary>The pod could not be reached, did not answer, or answered 5xx. While it is ejected nothing counts: those attempts began before.</summary>
    public void ReportFailure(Pod pod)
    {
        if (pod.IsEjected(clock.GetTimestamp())) return;
        var failures = pod.CountFailure();
        if (failures < options.EjectAfter) return;
        lock (_ejecting)
        {
            var now = clock.GetTimestamp();
            if (pod.IsEjected(now) || IsLast(pod, now)) return;
            var time = Time(failures - options.EjectAfter);
            pod.EjectUntil(now + (long)(time.TotalSeconds * clock.TimestampFrequency));
            LogEjected(pod.Id.ToString(), time.TotalSeconds, failures);
        }
    }

    /// <summary>5 s, 10 s, 20 s, 40 s, 60 s by default.</summary>
    private TimeSpan Time(int doublings)
    {
        var time = options.ShortestEjection * Math.Pow(2, Math.Min(doublings, 30));
        return time < options.LongestEjection ? time : options.LongestEjection;
    }

    /// <summary>Whether some model server would have nobody left for this pod's part of a request.</summary>
    private bool IsLast(Pod pod, long now) =>
        fleet.Current.Servers.Any(server => server.Pods.Contains(pod)
            && !server.Pods.Any(other => other != pod && other.Role == pod.Role && other.Group == pod.Group && !other.IsDraining && !other.IsEjected(now)));

    [LoggerMessage(EventIds.PodEjected, LogLevel.Warning, "Pod {Pod} gets no requests for {Seconds} s: {Failures} failures in a row")]
    private partial void LogEjected(string pod, double seconds, int failures);
}
