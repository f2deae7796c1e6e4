using Microsoft.Diagnostics.NETCore.Client;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.NetTrace;

/// <summary>Says why the runtime gives no events to this process, as far as it can be told, and what to do.</summary>
internal static class EventPipeFailure
{
    private static readonly string[] s_switches =
        ["DOTNET_EnableDiagnostics", "DOTNET_EnableDiagnostics_IPC", "COMPlus_EnableDiagnostics", "COMPlus_EnableDiagnostics_IPC"];

    /// <summary>The refusal that a session which could not be opened becomes.</summary>
    public static ProfileException Explain(Exception cause)
    {
        var reason = Array.Find(s_switches, name => Environment.GetEnvironmentVariable(name) is "0") is { } off
            ? $"{off}=0 switches the runtime's diagnostics off: remove it, or set it to 1, and start the process again."
            : cause is ServerNotAvailableException
                ? $"the runtime has no diagnostics socket in {Path.GetTempPath()}: it makes one when it starts, in the folder that TMPDIR names, so let TMPDIR name a folder that this user may write to, and start the process again."
                : cause.Message;
        return new ProfileException($"EventPipe is not available: {reason}", cause);
    }
}
