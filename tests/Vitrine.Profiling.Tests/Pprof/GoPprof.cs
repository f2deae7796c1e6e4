using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Profiling.Tests.Pprof;

/// <summary>The real <c>go tool pprof</c>, and what it prints.</summary>
internal static partial class GoPprof
{
    // Otherwise it keeps what it fetches in the user's home.
    static GoPprof() => Environment.SetEnvironmentVariable("PPROF_TMPDIR", Directory.CreateTempSubdirectory("vitrine-pprof-").FullName);

    /// <summary>Runs it, so that it finds our sources; fails with what it said when it did not succeed.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await ExternalTool.RunAsync("go", ["tool", "pprof", $"-trim_path={Checkout.DeterministicRoot}", $"-source_path={Checkout.Root}", .. arguments]);
        exitCode.ShouldBe(0, output);
        return output;
    }

    /// <summary>The table that <c>-top</c> prints: flat and cumulative shares in percent, by function.</summary>
    public static async Task<IReadOnlyDictionary<string, (double Flat, double Cumulative)>> TopAsync(params string[] arguments)
    {
        var output = await RunAsync(["-top", "-nodecount=10000", "-nodefraction=0", .. arguments]);
        return TopLine().Matches(output).ToDictionary(line => line.Groups["name"].Value, line => (NumberOf(line, "flat"), NumberOf(line, "cumulative")), StringComparer.Ordinal);
    }

    /// <summary>The table that <c>-top</c> prints, in amounts instead of shares.</summary>
    /// <param name="unit">Theirs: <c>B</c>, <c>ns</c>; anything for counts.</param>
    /// <param name="arguments">The options, and the profile: a file or an address.</param>
    public static async Task<IReadOnlyDictionary<string, (long Flat, long Cumulative)>> AmountsAsync(string unit, params string[] arguments)
    {
        var output = await RunAsync(["-top", "-nodecount=10000", "-nodefraction=0", $"-unit={unit}", .. arguments]);
        return TopLine().Matches(output).ToDictionary(line => line.Groups["name"].Value, line => (AmountOf(line, "amount"), AmountOf(line, "cumulativeAmount")), StringComparer.Ordinal);
    }

    private static long AmountOf(Match line, string group) => long.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture);

    private static double NumberOf(Match line, string group) => double.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture);

    // 2.19s 77.11% 77.11%      2.19s 77.11%  Work.HotInner
    [GeneratedRegex(@"^ *(?<amount>-?[\d.]+)\S* +(?<flat>[\d.]+)% +[\d.]+% +(?<cumulativeAmount>-?[\d.]+)\S* +(?<cumulative>[\d.]+)%  (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TopLine();
}
