namespace Vitrine.Commands;

/// <summary>What every command's exit code means.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Tried and failed, or found something wrong.</summary>
    public const int Failed = 1;

    /// <summary>Not tried: the command line, a setting or the state of the machine does not allow it.</summary>
    public const int Usage = 2;

    /// <summary>Ended by a second Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
