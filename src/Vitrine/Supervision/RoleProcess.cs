using System.ComponentModel;
using System.Diagnostics;

namespace Vitrine.Supervision;

/// <summary>One run of a role: a child process with its streams pumped.</summary>
/// <remarks>
/// Its standard input is a lifeline. Nothing is sent; closing it asks the child to stop, and the system closes it when the supervisor is gone, however
/// that came about.
/// </remarks>
internal sealed class RoleProcess : IDisposable
{
    // A grandchild may hold the streams open after the child is gone.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Task _pumps;

    private RoleProcess(Process process, RoleOutput output)
    {
        _process = process;
        _pumps = Task.WhenAll(output.PumpStandardAsync(process.StandardOutput.BaseStream), output.PumpErrorAsync(process.StandardError.BaseStream));
    }

    /// <summary>The system's number for it.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a role.</summary>
    /// <exception cref="Win32Exception">The program cannot be executed.</exception>
    public static RoleProcess Start(RoleLaunch launch, RoleOutput output)
    {
        var start = new ProcessStartInfo(launch.FileName, launch.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in launch.Variables) start.Environment[name] = value;
        return new RoleProcess(Process.Start(start)!, output);
    }

    /// <summary>Waits for its end and for its last lines.</summary>
    /// <returns>The exit code; 128 and more for a signal.</returns>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        await Task.WhenAny(_pumps, Task.Delay(DrainTime));
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop in order.</summary>
    public void AskToStop() => _process.StandardInput.Close();

    /// <summary>Ends it and what it started at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended in the meantime.
        }
    }

    public void Dispose() => _process.Dispose();
}
