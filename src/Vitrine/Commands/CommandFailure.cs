namespace Vitrine.Commands;

/// <summary>A command cannot go on, for a reason its user can mend. Printed as it stands, without a stack.</summary>
internal sealed class CommandFailure(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode => exitCode;
}
