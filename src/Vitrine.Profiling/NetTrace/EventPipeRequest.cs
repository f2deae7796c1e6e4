using Microsoft.Diagnostics.NETCore.Client;

namespace Vitrine.Profiling.NetTrace;

/// <summary>What a session records.</summary>
/// <param name="Providers">Whose events, by keyword and level.</param>
internal sealed record EventPipeRequest(params EventPipeProvider[] Providers)
{
    /// <value>
    /// Megabytes of native memory that the runtime may fill while the reader is behind; it takes them as it needs them. What does not fit is
    /// lost, and counted in <see cref="NetTraceSummary.LostEvents"/>.
    /// </value>
    public int BufferMegabytes { get; init; } = 64;

    /// <value>Whether each event carries the stack of the thread that wrote it.</value>
    public bool Stacks { get; init; } = true;

    /// <value>
    /// Whether the stream ends with the names of all methods, for readers outside the process. The runtime holds locks while it writes them, so
    /// whoever reads must then do nothing but read.
    /// </value>
    public bool Rundown { get; init; }
}
