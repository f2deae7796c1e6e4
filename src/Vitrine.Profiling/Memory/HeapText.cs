using System.Globalization;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Memory;

/// <summary>
/// Go's text of a heap profile: <c>heap profile: 3: 1024 [10: 2048] @ heap/102400</c>, what is in use and in brackets what was allocated, then the
/// same for every stack.
/// </summary>
internal static class HeapText
{
    public static void Write(TextWriter text, Profile profile)
    {
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap profile: {Amounts(profile.Sample)} @ heap/{profile.Period}"));
        ProfileText.WriteComments(text, profile);
        var frames = new FrameText(profile);
        foreach (var sample in profile.Sample.OrderByDescending(sample => sample.Value[^1]).ThenByDescending(sample => sample.Value[1]))
        {
            text.Write($"{Amounts([sample])} @");
            frames.WriteStack(text, sample);
        }
    }

    private static string Amounts(IEnumerable<Sample> samples)
    {
        Span<long> sums = stackalloc long[4];
        foreach (var sample in samples)
        {
            for (var i = 0; i < sample.Value.Count; i++) sums[i] += sample.Value[i];
        }

        return string.Create(CultureInfo.InvariantCulture, $"{sums[2]}: {sums[3]} [{sums[0]}: {sums[1]}]");
    }
}
