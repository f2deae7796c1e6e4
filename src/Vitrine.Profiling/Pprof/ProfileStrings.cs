namespace Vitrine.Profiling.Pprof;

/// <summary>The string table of a profile being built: each text once, the empty one first.</summary>
internal sealed class ProfileStrings
{
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly Profile _profile;

    public ProfileStrings(Profile profile)
    {
        _profile = profile;
        profile.StringTable.Add("");
    }

    /// <summary>The place of a text.</summary>
    public long this[string? text]
    {
        get
        {
            if (_places.TryGetValue(text ?? "", out var place)) return place;
            _places.Add(text!, place = _profile.StringTable.Count);
            _profile.StringTable.Add(text);
            return place;
        }
    }
}
