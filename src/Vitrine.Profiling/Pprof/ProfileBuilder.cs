using System.Diagnostics;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Pprof;

/// <summary>
/// Makes a profile of stacks of addresses: samples are added up while they come, addresses get their names at the end, once. Not thread-safe.
/// </summary>
internal sealed class ProfileBuilder(Symbolizer symbols, params (string Type, string Unit)[] types)
{
    // Addresses that no code of a process can have: the upper half of the space is the kernel's.
    private const ulong FirstNamed = 0xffff_8000_0000_0000;

    private readonly SampleTable _samples = new(types.Length);
    private readonly Dictionary<string, ulong> _named = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<string> _comments = [];

    /// <value>What the samples are taken by: <c>("cpu", "nanoseconds")</c>, every <see cref="Period"/> of them.</value>
    public (string Type, string Unit)? PeriodType { get; init; }

    /// <value>The distance of two samples, in the unit of <see cref="PeriodType"/>.</value>
    public long Period { get; init; }

    /// <value>The type that pprof shows unless asked for another; null is the last one.</value>
    public string? DefaultType { get; init; }

    /// <value>Whether the first address of a stack is the instruction that ran. Where it is one to return to, as everywhere below it, the call stands before it.</value>
    public bool AreLeavesExact { get; init; }

    /// <summary>Adds values to a stack, the leaf first.</summary>
    /// <param name="stack">Addresses, and those that <see cref="Frame"/> gave.</param>
    /// <param name="values">One for each type.</param>
    /// <param name="labels">In a fixed order: another order is another sample.</param>
    public void Add(ReadOnlySpan<ulong> stack, ReadOnlySpan<long> values, params ReadOnlySpan<ProfileLabel> labels) => _samples.Add(stack, values, labels);

    /// <summary>An address for a frame that has none but a name: <c>[gen0]</c>.</summary>
    public ulong Frame(string name)
    {
        if (_named.TryGetValue(name, out var address)) return address;
        _named.Add(name, address = FirstNamed + (ulong)_names.Count);
        _names.Add(name);
        return address;
    }

    /// <summary>Says something about the whole profile; <c>go tool pprof -comments</c> shows it.</summary>
    public void Comment(string comment) => _comments.Add(comment);

    /// <summary>Says what is wrong with the whole profile: a comment too, and a line in the service's log.</summary>
    public void Warn(string warning) => _comments.Add(ProfileText.Warning + warning);

    /// <summary>Names every address and makes the profile.</summary>
    public Profile Build(DateTimeOffset startedAt, TimeSpan duration)
    {
        var profile = new Profile { TimeNanos = startedAt.ToUnixTimeMilliseconds() * 1_000_000, DurationNanos = duration.Ticks * 100, Period = Period };
        var strings = new ProfileStrings(profile);
        foreach (var (type, unit) in types) profile.SampleType.Add(new SampleType { Type = strings[type], Unit = strings[unit] });
        if (PeriodType is { } period) profile.PeriodType = new SampleType { Type = strings[period.Type], Unit = strings[period.Unit] };
        profile.DefaultSampleType = strings[DefaultType];
        foreach (var comment in _comments) profile.Comment.Add(strings[comment]);
        // With names, files and lines said to be there, pprof looks for no symbols of its own.
        profile.Mapping.Add(new Mapping { Id = 1, Filename = strings[Environment.ProcessPath], HasFunctions = true, HasFilenames = true, HasLineNumbers = true });

        var resolve = symbols.Look();
        var locations = new Locations(profile, strings);
        foreach (var (key, sums) in _samples.Samples)
        {
            var sample = new Sample();
            for (var i = 0; i < key.Stack.Length; i++) sample.LocationId.Add(LocationOf(key.Stack[i], isLeaf: i == 0, locations, resolve));
            sample.Value.Add(sums);
            foreach (var label in key.Labels)
            {
                sample.Label.Add(new Label { Key = strings[label.Key], Str = strings[label.Text], Num = label.Number, NumUnit = strings[label.Unit] });
            }

            profile.Sample.Add(sample);
        }

        return profile;
    }

    private ulong LocationOf(ulong address, bool isLeaf, Locations locations, Func<ulong, Symbol> resolve)
    {
        if (address >= FirstNamed) return locations.Of(address, named => Symbol.Named(_names[(int)(named - FirstNamed)]));
        return locations.Of(isLeaf && AreLeavesExact ? address : address - 1, resolve);
    }

    /// <summary>The profile's locations and functions, each once.</summary>
    private sealed class Locations(Profile profile, ProfileStrings strings)
    {
        private readonly Dictionary<ulong, ulong> _ids = [];
        private readonly Dictionary<(string Name, string File, int StartLine), ulong> _functions = [];

        public ulong Of(ulong address, Func<ulong, Symbol> resolve)
        {
            if (_ids.TryGetValue(address, out var id)) return id;
            var symbol = resolve(address);
            id = (ulong)profile.Location.Count + 1;
            var location = new Location { Id = id, MappingId = 1, Address = address >= FirstNamed ? 0 : address };
            location.Line.Add(new Line { FunctionId = FunctionOf(symbol), Line_ = symbol.Line });
            profile.Location.Add(location);
            _ids.Add(address, id);
            return id;
        }

        private ulong FunctionOf(Symbol symbol)
        {
            Debug.Assert(symbol.Name != symbol.SystemName, "pprof shortens names that are their own system name");
            var key = (symbol.SystemName, symbol.File, symbol.StartLine);
            if (_functions.TryGetValue(key, out var id)) return id;
            id = (ulong)profile.Function.Count + 1;
            profile.Function.Add(new Function { Id = id, Name = strings[symbol.Name], SystemName = strings[symbol.SystemName], Filename = strings[symbol.File], StartLine = symbol.StartLine });
            _functions.Add(key, id);
            return id;
        }
    }
}
