namespace Vitrine.Web.Summary;

/// <summary>Who chatted within the last 30 minutes, at most 10,000 of them: the count is then a lower bound. Thread-safe.</summary>
internal sealed class ActiveClients(TimeProvider clock)
{
    private const int Most = 10_000;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_betweenCleanings = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastSeen = new(StringComparer.Ordinal);
    private long _cleanedAt = clock.GetTimestamp();

    /// <summary>Notes that a client chats.</summary>
    public void Add(string client)
    {
        lock (_gate)
        {
            if (_lastSeen.Count >= Most && clock.GetElapsedTime(_cleanedAt) >= s_betweenCleanings) Clean();
            if (_lastSeen.Count < Most || _lastSeen.ContainsKey(client)) _lastSeen[client] = clock.GetTimestamp();
        }
    }

    /// <summary>How many there are.</summary>
    public int Count()
    {
        lock (_gate)
        {
            Clean();
            return _lastSeen.Count;
        }
    }

    private void Clean()
    {
        _cleanedAt = clock.GetTimestamp();
        foreach (var (client, at) in _lastSeen)
        {
            if (clock.GetElapsedTime(at) > s_window) _lastSeen.Remove(client);
        }
    }
}
