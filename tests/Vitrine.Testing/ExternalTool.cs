using System.Diagnostics;
using Xunit;

namespace Vitrine.Testing;

/// <summary>Runs a real program such as promtool. Where it is missing the test skips and names it; with REQUIRE_TOOLS=1 it fails.</summary>
public static class ExternalTool
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(1);

    /// <summary>Runs a program to its end with a text on standard input; returns its exit code and everything it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(Locate(program), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>What <c>promtool check metrics</c> says of a page in text 0.0.4, one remark a line, without those that a document dictates.</summary>
    /// <param name="page">The page.</param>
    /// <param name="dictated">Remarks that the documented names cause, as promtool words them: <c>kronos_x no help text</c>.</param>
    public static async Task<IReadOnlyList<string>> CheckMetricsAsync(string page, params string[] dictated)
    {
        var (_, output) = await RunAsync("promtool", ["check", "metrics"], page);
        string[] remarks = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        Assert.True(!dictated.Except(remarks).Any(), $"promtool no longer needs the exception: {string.Join(", ", dictated.Except(remarks))}");
        return [.. remarks.Except(dictated)];
    }

    /// <summary>The path of a program; skips or fails the test when it is missing.</summary>
    public static string Locate(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) is { } found) return found;
        Need(false, $"{program} is not installed.");
        return program;
    }

    /// <summary>Skips or fails the test when what it needs is not there; <paramref name="missing"/> says so in a sentence.</summary>
    public static void Need(bool isThere, string missing)
    {
        if (isThere) return;
        if (Environment.GetEnvironmentVariable("REQUIRE_TOOLS") == "1") Assert.Fail(missing);
        Assert.Skip(missing);
    }
}
