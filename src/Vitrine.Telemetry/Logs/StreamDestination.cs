namespace Vitrine.Telemetry.Logs;

/// <summary>Writes to a stream that cannot be rotated or reopened: standard output, standard error, a test's stream.</summary>
internal sealed class StreamDestination(Stream stream) : ILogDestination
{
    public long Failures => 0;

    public static StreamDestination Stdout() => new(OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new DescriptorStream(1));

    public static StreamDestination Stderr() => new(OperatingSystem.IsWindows() ? Console.OpenStandardError() : new DescriptorStream(2));

    public int Write(ReadOnlySpan<byte> lines)
    {
        stream.Write(lines);
        stream.Flush();
        return lines.Length;
    }

    public void Reopen()
    {
    }

    public void Dispose() => stream.Dispose();
}
