namespace Vitrine.Telemetry.Metrics;

/// <summary>The states of one service, read once per scrape however many families show them. Used under the scrape lock.</summary>
internal sealed class StateReads(ServiceResource resource)
{
    private readonly Dictionary<Kind, (StateTable Table, List<StateReader> Readers)> _states = [];
    private Action<string, Exception> _failed = static (_, _) => { };

    /// <summary>Who is told when a reader throws.</summary>
    public void OnFailure(Action<string, Exception> failed) => _failed = failed;

    /// <summary>Adds a reader of a state. Thread-safe against scrapes by the caller's lock.</summary>
    public void Add(Kind state, StateReader reader)
    {
        if (!_states.TryGetValue(state, out var entry)) _states[state] = entry = (new StateTable(state, resource), []);
        entry.Readers.Add(reader);
    }

    /// <summary>Whether anybody reads this state.</summary>
    public bool Has(Kind state) => _states.ContainsKey(state);

    /// <summary>Reads every state anew. A reader that throws loses its rows from there on; the others go on.</summary>
    public void ReadAll()
    {
        foreach (var (table, readers) in _states.Values)
        {
            table.Clear();
            foreach (var reader in readers)
            {
                try
                {
                    var rows = new StateRows(table);
                    reader(ref rows);
                }
                catch (Exception e)
                {
                    _failed($"state {table.Kind.Name}", e);
                }
            }
        }
    }

    /// <summary>The rows as last read, or null when nobody reads this state.</summary>
    public StateTable? TableOf(Kind state) => _states.TryGetValue(state, out var entry) ? entry.Table : null;
}
