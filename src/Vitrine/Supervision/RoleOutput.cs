using Vitrine.Telemetry.Logs;

namespace Vitrine.Supervision;

/// <summary>Where a role's two streams go: raw into its files, readable onto the terminal.</summary>
internal sealed class RoleOutput : IAsyncDisposable
{
    private readonly LogSink _standard;
    private readonly LogSink _error;
    private readonly Action<byte[]> _showStandard;
    private readonly Action<byte[]> _showError;

    /// <param name="files">The paths of its files.</param>
    /// <param name="showStandard">Shows a line of standard output.</param>
    /// <param name="showError">Shows a line of standard error.</param>
    public RoleOutput(RoleLogFiles files, Action<byte[]> showStandard, Action<byte[]> showError)
    {
        (_showStandard, _showError) = (showStandard, showError);
        _standard = LogSink.Open(new LogSinkOptions { Destination = files.Standard });
        _error = LogSink.Open(new LogSinkOptions { Destination = files.Error });
    }

    /// <summary>The newest line of standard error that says something: the reason, when the process dies.</summary>
    public string LastWords { get; private set; } = "";

    /// <summary>Takes lines from standard output until its end.</summary>
    public Task PumpStandardAsync(Stream stream) => LineStream.ReadAsync(stream, line =>
    {
        _standard.TryWrite(line);
        _showStandard(line);
    });

    /// <summary>Takes lines from standard error until its end.</summary>
    public Task PumpErrorAsync(Stream stream) => LineStream.ReadAsync(stream, line =>
    {
        if (line.AsSpan().Trim((byte)' ').Length > 0) LastWords = System.Text.Encoding.UTF8.GetString(line).Trim();
        _error.TryWrite(line);
        _showError(line);
    });

    public async ValueTask DisposeAsync()
    {
        await _standard.DisposeAsync();
        await _error.DisposeAsync();
    }
}
