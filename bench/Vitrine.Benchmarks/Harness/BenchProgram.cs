namespace Vitrine.Benchmarks.Harness;

/// <summary>Starts this program again with other words.</summary>
internal static class BenchProgram
{
    /// <summary>The arguments after <see cref="Environment.ProcessPath"/>.</summary>
    public static IEnumerable<string> Self(string[] args) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(BenchProgram).Assembly.Location, .. args] : args;
}
