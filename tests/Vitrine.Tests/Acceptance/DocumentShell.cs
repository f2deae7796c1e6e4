using System.Diagnostics;
using Vitrine.Testing;

namespace Vitrine.Tests.Acceptance;

/// <summary>bash as a reader of the documents has it: in a folder, with <c>vitrine</c> on the path.</summary>
internal static class DocumentShell
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);

    /// <summary>Runs lines to their end with nothing on standard input; returns the exit code and what was written, errors last.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, string lines)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_deadline);
        using var shell = Process.Start(await StartOfAsync(folder, lines, deadline.Token))!;
        shell.StandardInput.Close();
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(deadline.Token), shell.StandardError.ReadToEndAsync(deadline.Token));
        try
        {
            await shell.WaitForExitAsync(deadline.Token);
            return (shell.ExitCode, await output, await errors);
        }
        finally
        {
            if (!shell.HasExited) shell.Kill(entireProcessTree: true);
        }
    }

    private static async Task<ProcessStartInfo> StartOfAsync(string folder, string lines, CancellationToken cancellation)
    {
        var programs = Directory.CreateDirectory(Path.Combine(folder, ".programs")).FullName;
        var vitrine = Path.Combine(programs, "vitrine");
        await File.WriteAllTextAsync(vitrine, $"#!/bin/sh\nexec dotnet '{RunningUp.Program}' \"$@\"\n", cancellation);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(vitrine, (UnixFileMode)0b111_101_101);
        // Variables of the tests themselves: the program refuses those that it does not know.
        return new ProcessStartInfo(ExternalTool.Locate("bash"), ["-u", "-c", $"unset -v ${{!VITRINE_UPDATE_@}}\n{lines}\n"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
    }
}
