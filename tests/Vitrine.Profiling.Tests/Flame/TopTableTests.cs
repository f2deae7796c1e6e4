using Vitrine.Profiling.Flame;

namespace Vitrine.Profiling.Tests.Flame;

public sealed class TopTableTests
{
    private static readonly StackProfile s_profile = StackProfileReader.Read(SampleFile.Of("main;walk;walk;walk 40|model=tiny", "main;walk;leaf 50|model=large", "main 10").Packed());

    [Fact]
    public void Of_Recursion_CountsAStackOnce() =>
        TopTable.Of(s_profile, 1).Select(row => (row.Frame.Name, row.Flat / 1_000_000, row.Cumulative / 1_000_000)).ShouldBe([("leaf", 50, 50), ("walk", 40, 90), ("main", 10, 100)]);

    [Fact]
    public void ByLabel_NamesWhatHasNone() =>
        TopTable.ByLabel(s_profile, 1, "model").Select(pair => (pair.Key, pair.Value / 1_000_000)).ShouldBe([("large", 50), ("tiny", 40), ("", 10)]);

    [Fact]
    public void Filters_KeepStacksThatMatch()
    {
        s_profile.Focus(new("LEA", System.Text.RegularExpressions.RegexOptions.IgnoreCase)).TotalOf(1).ShouldBe(50_000_000);
        s_profile.WithLabel("model", "tiny").TotalOf(1).ShouldBe(40_000_000);
        s_profile.WithLabel("model", "other").Samples.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1_634_000_000, "nanoseconds", "1.63 s")]
    [InlineData(120_000_000, "nanoseconds", "120 ms")]
    [InlineData(0, "nanoseconds", "0 ns")]
    [InlineData(90, "seconds", "1.5 min")]
    [InlineData(-13_002_342, "bytes", "-12.4 MiB")]
    [InlineData(12_040, "count", "12,040")]
    [InlineData(3, "objects", "3 objects")]
    public void UnitText_HasThreeFigures(long value, string unit, string expected) => UnitText.Format(value, unit).ShouldBe(expected);

    [Fact]
    public async Task Of_ARealProfile_IsWhatGoCounts()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("vitrine-top-").FullName, "cpu.pb.gz");
        await File.WriteAllBytesAsync(file, SampleFile.Of("main;walk;walk;walk 40", "main;walk;leaf 50", "main 10").Packed(), TestContext.Current.CancellationToken);
        var (code, output) = await ExternalTool.RunAsync("go", ["tool", "pprof", "-top", "-unit=ms", file]);
        code.ShouldBe(0, output);

        // flat, flat%, sum%, cum, cum%, name
        var said = output.Split('\n').SkipWhile(line => !line.Contains("flat%", StringComparison.Ordinal)).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).TakeWhile(words => words.Length == 6 && words[1].EndsWith('%'));
        said.Select(words => (words[5], words[0], words[3])).ShouldBe(TopTable.Of(s_profile, 1).Select(row => (row.Frame.Name, $"{row.Flat / 1_000_000}ms", $"{row.Cumulative / 1_000_000}ms")));
    }
}
