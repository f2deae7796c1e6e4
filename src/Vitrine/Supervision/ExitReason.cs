namespace Vitrine.Supervision;

/// <summary>Says in words why a process ended.</summary>
internal static class ExitReason
{
    /// <summary>A clause such as <c>was killed (SIGKILL)</c> or <c>ended with exit code 1: no such file</c>.</summary>
    public static string Describe(int exitCode, string lastWords) => exitCode switch
    {
        0 => "ended by itself",
        130 => "was interrupted (SIGINT)",
        134 => Because("aborted (SIGABRT)", lastWords),
        137 => "was killed (SIGKILL)",
        139 => "crashed (SIGSEGV)",
        143 => "was terminated (SIGTERM)",
        > 128 => $"ended by signal {exitCode - 128}",
        _ => Because($"ended with exit code {exitCode}", lastWords),
    };

    private static string Because(string what, string lastWords) => lastWords.Length == 0 ? what : $"{what}: {lastWords}";
}
