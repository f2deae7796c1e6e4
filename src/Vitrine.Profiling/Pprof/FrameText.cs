using System.Globalization;

namespace Vitrine.Profiling.Pprof;

/// <summary>The frames of a profile as text: the texts of all kinds show a stack alike.</summary>
internal sealed class FrameText
{
    private readonly Profile _profile;
    private readonly Dictionary<ulong, Location> _locations;
    private readonly Dictionary<ulong, Function> _functions;

    public FrameText(Profile profile)
    {
        _profile = profile;
        _locations = profile.Location.ToDictionary(location => location.Id);
        _functions = profile.Function.ToDictionary(function => function.Id);
    }

    /// <summary>
    /// Writes the addresses of a sample's stack, ends the line, then its labels if it has any, a line <c># address function file:line</c> for every
    /// frame and an empty one.
    /// </summary>
    public void WriteStack(TextWriter text, Sample sample)
    {
        foreach (var id in sample.LocationId) text.Write(string.Create(CultureInfo.InvariantCulture, $" 0x{_locations[id].Address:x}"));
        text.WriteLine();
        if (sample.Label.Count > 0) text.WriteLine($"# labels: {{{string.Join(", ", sample.Label.Select(label => $"\"{NameOf(label)}\":\"{TextOf(label)}\""))}}}");
        foreach (var (address, function, file, line) in FramesOf(sample))
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"#\t0x{address:x}\t{function}\t{file}:{line}"));
        }

        text.WriteLine();
    }

    /// <summary>The frames of a sample, leaf first.</summary>
    public IEnumerable<(ulong Address, string Function, string File, long Line)> FramesOf(Sample sample)
    {
        foreach (var id in sample.LocationId)
        {
            var location = _locations[id];
            var line = location.Line[0];
            var function = _functions[line.FunctionId];
            yield return (location.Address, _profile.StringTable[(int)function.Name], _profile.StringTable[(int)function.Filename], line.Line_);
        }
    }

    /// <summary>The text of a label, or null when the sample has none of that name.</summary>
    public string? LabelOf(Sample sample, string key) => sample.Label.FirstOrDefault(label => NameOf(label) == key) is { } label ? TextOf(label) : null;

    /// <summary>The number of a label, or null when the sample has none of that name.</summary>
    public long? NumberOf(Sample sample, string key) => sample.Label.FirstOrDefault(label => NameOf(label) == key)?.Num;

    private string NameOf(Label label) => _profile.StringTable[(int)label.Key];

    private string TextOf(Label label) => label.Str != 0 ? _profile.StringTable[(int)label.Str] : label.Num.ToString(CultureInfo.InvariantCulture);
}
