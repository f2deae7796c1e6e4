using System.Globalization;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Threads;

/// <summary>
/// Each thread by itself, the way a Go program prints its goroutines when it panics: <c>goroutine 303 [waiting, .NET TP Worker]:</c>, a line for a
/// function and one for its place.
/// </summary>
internal static class ThreadText
{
    public static void Write(TextWriter text, Profile profile)
    {
        ProfileText.WriteComments(text, profile);
        var frames = new FrameText(profile);
        foreach (var sample in profile.Sample.OrderBy(sample => frames.NumberOf(sample, GoroutineProfile.IdLabel) ?? long.MaxValue).ThenByDescending(sample => sample.Value[0]))
        {
            var id = frames.NumberOf(sample, GoroutineProfile.IdLabel);
            var who = frames.LabelOf(sample, GoroutineProfile.ThreadLabel) ?? string.Create(CultureInfo.InvariantCulture, $"{sample.Value[0]} async methods");
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"goroutine {id ?? 0} [{frames.LabelOf(sample, GoroutineProfile.StateLabel)}, {who}]:"));
            foreach (var (address, function, file, line) in frames.FramesOf(sample))
            {
                text.WriteLine($"{function}(...)");
                text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\t{(file is "" ? "?" : file)}:{line} +0x{address:x}"));
            }

            text.WriteLine();
        }
    }
}
