using Vitrine.Terminal;

namespace Vitrine.Supervision;

/// <summary>Tells the person before the terminal what happens to the roles, and shows the way in once all of them are ready.</summary>
internal sealed class UpNarrator(RoleLines lines, IEnumerable<string> roles, Action showTheWayIn) : ISupervisorNarrator
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _waiting = new(roles, StringComparer.Ordinal);
    private bool _shown;

    public void Started(string role, int processId) => lines.Say($"{role} started (pid {processId})");

    public void Ready(string role)
    {
        lines.Say($"{role} is ready");
        lock (_gate)
        {
            _waiting.Remove(role);
            if (_shown || _waiting.Count > 0) return;
            _shown = true;
        }

        lines.Together(showTheWayIn);
    }

    public void Ended(string role, string reason, TimeSpan restartIn) => lines.Say($"{role} {reason}; it starts again in {Settings.DurationText.Format(restartIn)}");

    public void GaveUp(string role, string reason) => lines.Say($"{role} {reason}. Gave up starting it; see: vitrine logs {role} --all --tail 50");

    public void Stopped(string role, bool killed) => lines.Say(killed ? $"{role} was killed before it had stopped" : $"{role} stopped");
}
