namespace Vitrine.Telemetry.Lines;

/// <summary>Where finished log lines go: a sink, the recent lines, a test. Must not block and must not throw.</summary>
public interface ILineOutput
{
    /// <summary>Takes one line without its newline. The bytes are the caller's: copy what you keep.</summary>
    void Write(ReadOnlySpan<byte> line);
}
