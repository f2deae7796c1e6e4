namespace Vitrine.ModelServer.Models;

/// <summary>
/// What the pool holds, and who may enter: a model is loaded, loading or leaving, and its memory is reserved all the while. It decides and
/// never does: no file is read and no model opened or freed under its lock.
/// </summary>
internal sealed class PoolTable(ModelServerOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PooledModel> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelLoad> _loads = new(StringComparer.Ordinal);
    private readonly List<PooledModel> _leaving = [];
    private bool _isClosed;

    private long Used => _members.Values.Sum(member => member.ReservedBytes) + _leaving.Sum(member => member.ReservedBytes) + _loads.Values.Sum(load => load.ReservedBytes);

    /// <summary>Lets a request in: to the model, to a load under way, or to one that it has to start.</summary>
    /// <param name="name">The model's id.</param>
    /// <param name="file">The model on disk; null when there is none.</param>
    /// <param name="origin">The request's scope, in which a load that it causes happens; null when the server itself wants the model, which holds no stream.</param>
    /// <param name="now">The time.</param>
    public PoolEntry Enter(string name, ModelFile? file, Telemetry.Operation? origin, DateTimeOffset now)
    {
        lock (_lock)
        {
            var entry = default(PoolEntry);
            if (_members.TryGetValue(name, out var member))
            {
                // A model whose file was deleted goes on: it is all there is of it.
                if (file is null || file == member.File)
                {
                    member.ActiveStreams++;
                    member.LastUsedAt = now;
                    return new PoolEntry { Hit = member };
                }

                member.IsReplaced = true;
                MoveOut(member);
                entry = new PoolEntry { Replaced = member, StreamsLeft = member.ActiveStreams };
            }

            if (_loads.TryGetValue(name, out var load))
            {
                load.Waiters++;
                return entry with { Load = load };
            }

            if (file is null) return default;
            if (_isClosed || MissingSeats(1) > Idle().Count()) return entry with { IsBusy = true };
            _loads[name] = load = new ModelLoad(file, origin) { Waiters = origin is null ? 0 : 1 };
            return entry with { Load = load, Leads = true };
        }
    }

    /// <summary>Gives a load its place and its memory. The victims have left the pool; the load may begin when they are freed. Null when there is no room yet.</summary>
    public IReadOnlyList<Eviction>? Admit(ModelLoad load, long bytes)
    {
        lock (_lock)
        {
            if (VictimChoice.Choose(Idle(), MissingSeats(0), Used + bytes - options.MemoryBudgetBytes) is not { } victims) return null;
            foreach (var victim in victims)
            {
                MoveOut(victim.Member);
                // From now on it is the load's, which waits until it is really free.
                victim.Member.ReservedBytes = 0;
            }

            load.ReservedBytes = bytes;
            return victims;
        }
    }

    /// <summary>The load has succeeded: the model takes its place, with a stream for everybody who waits.</summary>
    public PooledModel Put(ModelLoad load, LoadedModel model, long bytes)
    {
        lock (_lock)
        {
            _loads.Remove(load.File.Id);
            return _members[load.File.Id] = new PooledModel(model, load.File, bytes, load.Waiters);
        }
    }

    /// <summary>The load has failed: its place and its memory are free again.</summary>
    public void Fail(ModelLoad load)
    {
        lock (_lock) _loads.Remove(load.File.Id);
    }

    /// <summary>Somebody no longer waits for a load. False when it has ended meanwhile and left them a stream, which they must release.</summary>
    public bool Leave(ModelLoad load)
    {
        lock (_lock)
        {
            if (!_loads.TryGetValue(load.File.Id, out var current) || current != load) return false;
            load.Waiters--;
            return true;
        }
    }

    /// <summary>A stream has ended. True when it was the last of a replaced model, which must be freed now.</summary>
    public bool Release(PooledModel member, DateTimeOffset now)
    {
        lock (_lock)
        {
            member.ActiveStreams--;
            member.LastUsedAt = now;
            return member is { IsReplaced: true, ActiveStreams: 0 };
        }
    }

    /// <summary>Takes a model out, unless it is used or not there.</summary>
    /// <returns>The model when it is out; whether it is loading; its active streams.</returns>
    public (PooledModel? Taken, bool IsLoading, int ActiveStreams) Take(string name)
    {
        lock (_lock)
        {
            if (!_members.TryGetValue(name, out var member)) return (null, _loads.ContainsKey(name), 0);
            if (member.ActiveStreams > 0) return (null, false, member.ActiveStreams);
            MoveOut(member);
            return (member, false, 0);
        }
    }

    /// <summary>Takes a model out when nobody has used it for long enough.</summary>
    /// <returns>Whether it is out; otherwise how long to wait before asking again, null when it is gone, and the streams that keep it.</returns>
    public (bool IsOut, TimeSpan? AskAgain, int ActiveStreams) Expire(PooledModel member, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_members.GetValueOrDefault(member.Model.Name) != member) return (false, null, 0);
            if (member.ActiveStreams > 0) return (false, options.IdleTime, member.ActiveStreams);
            if (member.LastUsedAt + options.IdleTime is var expiresAt && expiresAt > now) return (false, expiresAt - now, 0);
            MoveOut(member);
            return (true, null, 0);
        }
    }

    /// <summary>Lets nobody start another load, and says which are under way.</summary>
    public IReadOnlyList<ModelLoad> CloseLoads()
    {
        lock (_lock)
        {
            _isClosed = true;
            return [.. _loads.Values];
        }
    }

    /// <summary>Takes everything out, used or not: the server stops.</summary>
    public IReadOnlyList<PooledModel> TakeAll()
    {
        lock (_lock)
        {
            PooledModel[] all = [.. _members.Values];
            foreach (var member in all) MoveOut(member);
            return all;
        }
    }

    /// <summary>A model that left is freed, and its memory with it.</summary>
    public void Freed(PooledModel member)
    {
        lock (_lock) _leaving.Remove(member);
    }

    /// <summary>Everything as it is now.</summary>
    public PoolSnapshot Read()
    {
        lock (_lock)
        {
            return new PoolSnapshot(
                [.. _members.Values.Select(PoolSnapshot.Member.Of)],
                [.. _leaving.Select(PoolSnapshot.Member.Of)],
                [.. _loads.Values.Select(load => new PoolSnapshot.Load(load.File, load.ReservedBytes, load.Progress, load.Waiters))],
                Used);
        }
    }

    /// <summary>Places that are missing when so many more come.</summary>
    private int MissingSeats(int more) => Math.Max(0, _members.Count + _loads.Count + more - options.ModelsInPool);

    private IEnumerable<PooledModel> Idle() => _members.Values.Where(member => member.ActiveStreams == 0).OrderBy(member => member.LastUsedAt);

    private void MoveOut(PooledModel member)
    {
        _members.Remove(member.Model.Name);
        _leaving.Add(member);
    }
}
