using System.Globalization;

namespace Vitrine.Profiling.Pprof;

/// <summary>Profiles as text, in the forms that Go's <c>debug=1</c> has.</summary>
internal static class ProfileText
{
    /// <summary>What a comment begins with that says what is wrong with its profile.</summary>
    public const string Warning = "warning: ";

    /// <summary>What the profile says of itself.</summary>
    public static IEnumerable<string> CommentsOf(Profile profile) => profile.Comment.Select(comment => profile.StringTable[(int)comment]);

    /// <summary>What is wrong with the profile: such comments without what marks them.</summary>
    public static IEnumerable<string> WarningsOf(Profile profile) =>
        CommentsOf(profile).Where(comment => comment.StartsWith(Warning, StringComparison.Ordinal)).Select(comment => comment[Warning.Length..]);

    /// <summary>Writes the comments, which readers of the text pass over.</summary>
    public static void WriteComments(TextWriter text, Profile profile)
    {
        foreach (var comment in CommentsOf(profile)) text.WriteLine($"# {comment}");
    }

    /// <summary>Counted stacks, the most frequent first: <c>goroutine profile: total 30</c>, <c>20 @ 0x… 0x…</c>, a line for every frame.</summary>
    public static void WriteCounts(TextWriter text, string name, Profile profile)
    {
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} profile: total {profile.Sample.Sum(sample => sample.Value[0])}"));
        WriteComments(text, profile);
        var frames = new FrameText(profile);
        foreach (var sample in profile.Sample.OrderByDescending(sample => sample.Value[0]))
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{sample.Value[0]} @"));
            frames.WriteStack(text, sample);
        }
    }
}
