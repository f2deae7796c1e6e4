using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Supervision;

/// <summary>Looks whether the ports of all roles are free before any of them starts.</summary>
internal static class PortCheck
{
    /// <summary>One sentence for each port that cannot be used: who has it, and what to do.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyList<(IRole Role, RolePlan Plan)> plans)
    {
        var problems = new List<string>();
        var taken = new Dictionary<int, string>();
        foreach (var (role, plan) in plans)
        {
            foreach (var (name, address) in plan.Listeners.Select(listener => (listener.Name, listener.Address)))
            {
                if (address.Port == 0) continue;
                var wish = $"{role.Name} ({name})";
                if (address.Port > 65535) problems.Add($"Port {address.Port} of {wish} is beyond 65535. Choose a smaller --port-offset.");
                else if (!taken.TryAdd(address.Port, wish)) problems.Add($"Port {address.Port} is wanted by {taken[address.Port]} and by {wish}. Move one of them with its setting.");
                else if (PortProbe.IsTaken(new ListenerConfig { Host = address.Host, Port = address.Port })) problems.Add(BusyText(address, wish));
            }
        }

        return problems;
    }

    private static string BusyText(HostPort address, string wish)
    {
        var owner = PortOwner.Find(address.Port) is { } owning ? $"taken by {owning}" : "taken by another program";
        return $"Port {address.Port}, wanted by {wish}, is {owner}. End that process, or shift all ports: vitrine up --port-offset 10000.";
    }
}
