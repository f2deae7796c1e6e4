using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Profiling.Continuous;

/// <summary>A profile on disk. Its file's name says what it is, so that a folder of them needs no index: <c>cpu-20261120T194030.512Z-10.0s.pb.gz</c>.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="Seconds">How long it measured.</param>
/// <param name="SizeBytes">The file's size.</param>
internal sealed partial record KeptProfile(string Name, DateTimeOffset StartedAt, double Seconds, long SizeBytes)
{
    private const string TimeForm = "yyyyMMdd'T'HHmmss.fff'Z'";

    /// <summary>The name of a file. Names in order of the alphabet are in order of time.</summary>
    public static string NameOf(DateTimeOffset startedAt, TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"cpu-{startedAt.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)}-{duration.TotalSeconds:0.0}s.pb.gz");

    /// <summary>What a file is; null for one that is none of ours.</summary>
    public static KeptProfile? Of(FileInfo file)
    {
        if (Form().Match(file.Name) is not { Success: true } match) return null;
        if (!DateTimeOffset.TryParseExact(match.Groups["at"].ValueSpan, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        return new KeptProfile(file.Name, at, double.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture), file.Length);
    }

    [GeneratedRegex(@"\Acpu-(?<at>\d{8}T\d{6}\.\d{3}Z)-(?<seconds>\d{1,6}\.\d)s\.pb\.gz\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
