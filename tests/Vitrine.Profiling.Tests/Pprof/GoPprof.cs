using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Profiling.Tests.Pprof;

/// <summary>The real <c>go tool pprof</c>, and what it prints.</summary>
internal static partial class GoPprof
{
    /// <summary>Runs it; fails with what it said when it did not succeed.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await ExternalTool.RunAsync("go", ["tool", "pprof", .. arguments]);
        exitCode.ShouldBe(0, output);
        return output;
    }

    /// <summary>The table that <c>-top</c> prints: flat and cumulative shares in percent, by function.</summary>
    public static async Task<IReadOnlyDictionary<string, (double Flat, double Cumulative)>> TopAsync(params string[] arguments)
    {
        var output = await RunAsync(["-top", "-nodecount=10000", "-nodefraction=0", .. arguments]);
        return TopLine().Matches(output).ToDictionary(line => line.Groups["name"].Value, line => (NumberOf(line, "flat"), NumberOf(line, "cumulative")), StringComparer.Ordinal);
    }

    private static double NumberOf(Match line, string group) => double.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture);

    // 2.19s 77.11% 77.11%      2.19s 77.11%  Work.HotInner
    [GeneratedRegex(@"^ *\S+ +(?<flat>[\d.]+)% +[\d.]+% +\S+ +(?<cumulative>[\d.]+)%  (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TopLine();
}
