namespace Vitrine.Telemetry.Logs;

/// <summary>What a <see cref="LogSink"/>'s thread writes to. Called by that thread only.</summary>
internal interface ILogDestination : IDisposable
{
    /// <summary>Things that went wrong without losing a line, such as a rotation that was refused.</summary>
    long Failures { get; }

    /// <summary>
    /// Writes whole lines from the start of <paramref name="lines"/>, which is never empty and ends with a newline. When it throws, none of
    /// them counts as written and the sink calls again with the same bytes.
    /// </summary>
    /// <returns>Bytes written, at least one line.</returns>
    int Write(ReadOnlySpan<byte> lines);

    /// <summary>Opens the destination anew, because someone renamed the file. Keeps the old one and throws when that is impossible.</summary>
    void Reopen();
}
