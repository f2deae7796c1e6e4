using System.Globalization;

namespace Vitrine.Profiling.Pprof;

/// <summary>Profiles as text, in the forms that Go's <c>debug=1</c> has.</summary>
internal static class ProfileText
{
    /// <summary>Counted stacks, the most frequent first: <c>goroutine profile: total 30</c>, <c>20 @ 0x… 0x…</c>, a line for every frame.</summary>
    public static void WriteCounts(TextWriter text, string name, Profile profile)
    {
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} profile: total {profile.Sample.Sum(sample => sample.Value[0])}"));
        var frames = new FrameText(profile);
        foreach (var sample in profile.Sample.OrderByDescending(sample => sample.Value[0]))
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{sample.Value[0]} @"));
            frames.WriteStack(text, sample);
        }
    }
}
