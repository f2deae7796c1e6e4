using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Projections;

/// <summary>
/// Projection <c>entities</c>: for each key of a stream, which entries described it, so that its value can be told as of any position. It holds where; the log
/// holds what. An entry with a key and the data <c>null</c> removes the entity from there on.
/// </summary>
internal sealed class EntitiesTable(ILoggerFactory loggers) : SnapshotTable(loggers.CreateLogger("Vitrine.Ledger.Projections"))
{
    private readonly Dictionary<(string Tenant, string Stream), Keys> _streams = [];

    public override string Name => "entities";

    protected override byte Version => 1;

    /// <summary>The version of an entity as of a position; false when the table is not there. One that is removed is found, and says so; one that was never described until there is null.</summary>
    public bool TryFind(string tenant, string stream, string key, long asOf, out EntityVersion? version)
    {
        lock (Gate)
        {
            version = _streams.TryGetValue((tenant, stream), out var keys) && keys.Find(key, asOf, out var found) ? found : null;
            return Applied >= asOf;
        }
    }

    /// <summary>The entities that exist as of a position, in the order of their keys; false when the table is not there.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="asOf">The position.</param>
    /// <param name="after">The key after which they begin; empty for all.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="entities">The entities.</param>
    public bool TryList(string tenant, string stream, long asOf, string after, int most, out IReadOnlyList<(string Key, EntityVersion Version)> entities)
    {
        lock (Gate)
        {
            entities = _streams.TryGetValue((tenant, stream), out var keys) ? [.. keys.List(asOf, after).Take(most)] : [];
            return Applied >= asOf;
        }
    }

    protected override void Take(LogEntry entry)
    {
        if (entry.Kind != EntryKind.Data || entry.Key.Length == 0) return;
        var place = (entry.Tenant, entry.Stream);
        if (!_streams.TryGetValue(place, out var keys)) _streams.Add(place, keys = new Keys());
        keys.Take(entry.Key, entry.Position, entry.Data.Span.SequenceEqual("null"u8));
    }

    protected override void Clear() => _streams.Clear();

    protected override void WriteRows(BinaryWriter writer)
    {
        writer.Write(_streams.Count);
        foreach (var ((tenant, stream), keys) in _streams)
        {
            writer.Write(tenant);
            writer.Write(stream);
            keys.Write(writer);
        }
    }

    protected override void ReadRows(BinaryReader reader)
    {
        for (var streams = reader.ReadInt32(); streams > 0; streams--) _streams.Add((reader.ReadString(), reader.ReadString()), Keys.Read(reader));
    }

    /// <summary>The keys of one stream. A place is a position, negative where the entity was removed: places of a key grow in size.</summary>
    private sealed class Keys
    {
        private readonly Dictionary<string, List<long>> _places = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _sorted = new(StringComparer.Ordinal);

        public static Keys Read(BinaryReader reader)
        {
            var keys = new Keys();
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var key = reader.ReadString();
                var places = new List<long>();
                for (var more = reader.ReadInt32(); more > 0; more--) places.Add(reader.ReadInt64());
                keys._places.Add(key, places);
                keys._sorted.Add(key);
            }

            return keys;
        }

        public void Write(BinaryWriter writer)
        {
            writer.Write(_places.Count);
            foreach (var (key, places) in _places)
            {
                writer.Write(key);
                writer.Write(places.Count);
                foreach (var place in places) writer.Write(place);
            }
        }

        public void Take(string key, long position, bool isRemoved)
        {
            if (!_places.TryGetValue(key, out var places))
            {
                _places.Add(key, places = []);
                _sorted.Add(key);
            }

            places.Add(isRemoved ? -position : position);
        }

        public bool Find(string key, long asOf, out EntityVersion version)
        {
            version = default;
            return _places.TryGetValue(key, out var places) && TryAt(places, asOf, out version);
        }

        public IEnumerable<(string Key, EntityVersion Version)> List(long asOf, string after)
        {
            if (_sorted.Count == 0 || string.CompareOrdinal(after, _sorted.Max) >= 0) yield break;
            foreach (var key in _sorted.GetViewBetween(after, _sorted.Max))
            {
                if (key != after && TryAt(_places[key], asOf, out var version) && !version.IsRemoved) yield return (key, version);
            }
        }

        private static bool TryAt(List<long> places, long asOf, out EntityVersion version)
        {
            // The last place at or before the position.
            var (low, high) = (0, places.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Math.Abs(places[middle]) <= asOf) low = middle + 1;
                else high = middle;
            }

            version = low == 0 ? default : new EntityVersion(Math.Abs(places[low - 1]), places[low - 1] < 0, low, low > 1 ? Math.Abs(places[low - 2]) : null);
            return low > 0;
        }
    }
}
