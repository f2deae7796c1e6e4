using System.Text;
using Vitrine.Commands;
using Vitrine.Terminal;

namespace Vitrine.Audit;

/// <summary>Where an export goes: a file, which is there whole or not at all, or standard output.</summary>
internal sealed class ExportFile : IAsyncDisposable
{
    /// <summary>The name that stands for standard output.</summary>
    public const string StandardOutput = "-";

    private readonly string? _path;
    private readonly FileStream? _unfinished;
    private readonly TextWriter _output;
    private readonly Decoder _text = Encoding.UTF8.GetDecoder();

    private ExportFile(string? path, TextWriter output)
    {
        (_path, _output) = (path, output);
        if (path is not null) _unfinished = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Begins the file.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static ExportFile Begin(string name, Surroundings surroundings)
    {
        try
        {
            return new ExportFile(name == StandardOutput ? null : Path.GetFullPath(name, surroundings.WorkingFolder), surroundings.Output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{name} cannot be written: {e.Message}");
        }
    }

    /// <summary>Appends bytes.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (_unfinished is not null) return _unfinished.WriteAsync(bytes, stop);
        // Standard output is a writer of text, and a character may lie on the border of two pieces.
        var characters = new char[_text.GetCharCount(bytes.Span, flush: false)];
        _text.GetChars(bytes.Span, characters, flush: false);
        return new ValueTask(_output.WriteAsync(characters, stop));
    }

    /// <summary>Puts the file in its place.</summary>
    public async Task FinishAsync()
    {
        await _output.FlushAsync();
        if (_unfinished is null) return;
        await _unfinished.DisposeAsync();
        File.Move(_unfinished.Name, _path!, overwrite: true);
    }

    /// <summary>Leaves nothing of a file that was not finished.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_unfinished is null) return;
        await _unfinished.DisposeAsync();
        File.Delete(_unfinished.Name);
    }
}
