using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>Holds the objects of a reading against each other.</summary>
internal static class ReferenceChecks
{
    public static void Run(ObjectReading reading)
    {
        CheckEndpoints(reading);
        CheckTargets(reading);
        CheckSelectors(reading);
    }

    /// <summary>A pod may serve several model servers, but one name is one address: logs and dumps name pods, not addresses.</summary>
    private static void CheckEndpoints(ObjectReading reading)
    {
        var addresses = new Dictionary<ObjectName, Uri>();
        foreach (var (id, address, at) in reading.Endpoints)
        {
            if (!addresses.TryAdd(id, address) && addresses[id] != address)
                at.Error("name", $"'{id.Name}' is the pod at {addresses[id].Authority} already: a name stands for one address in its namespace.");
        }
    }

    /// <summary>A route may come before its server, as in Kubernetes; until then its requests are answered with 404.</summary>
    private static void CheckTargets(ObjectReading reading)
    {
        var servers = reading.Servers.Select(server => server.Id).ToHashSet();
        foreach (var (server, at) in reading.Targets)
        {
            if (servers.Contains(server)) continue;
            var near = Nearest.Suggest(server.Name, servers.Where(id => id.Namespace == server.Namespace).Select(id => id.Name));
            reading.Warn(at, "modelServerName", $"there is no ModelServer '{server}'. {near}".TrimEnd());
        }
    }

    /// <summary>Pods that nobody selects are a mistake in labels more often than not.</summary>
    private static void CheckSelectors(ObjectReading reading)
    {
        foreach (var pod in reading.Pods)
        {
            if (!reading.Servers.Exists(server => server.Selects(pod))) reading.WarnOf("Pod", pod.Id, "no ModelServer of its namespace selects this pod.");
        }
    }
}
