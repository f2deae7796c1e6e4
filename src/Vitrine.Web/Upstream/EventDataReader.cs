using System.Buffers;

namespace Vitrine.Web.Upstream;

/// <summary>
/// Reads the data of server-sent events (WHATWG HTML, section 9.2.6) from a stream, over one pooled buffer that grows up to a limit. Lines end in
/// LF or CRLF; data of several lines is joined with LF in place; comments, ids and events without data are passed over.
/// </summary>
internal sealed class EventDataReader(Stream stream, int maxEventBytes) : IDisposable
{
    private const int FirstBytes = 8 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _start;
    private int _end;
    private int _lineStart;
    private int _scanned;
    private int _dataStart;
    private int _dataLength;

    /// <summary>The data of the event; valid until the next read.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(_dataStart, _dataLength);

    /// <summary>Whether the event calls itself <c>error</c>.</summary>
    public bool IsError { get; private set; }

    /// <summary>Goes to the next event that has data; false at the end of the stream. An event that the stream ends in is none, as the standard says.</summary>
    /// <exception cref="FailedAnswerException">An event is longer than the limit.</exception>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = LengthOfEvent();
            if (length > maxEventBytes || (length < 0 && _end - _start >= maxEventBytes)) throw new FailedAnswerException(AnswerFailure.TooLong(maxEventBytes));
            if (length < 0)
            {
                if (!await FillAsync(cancellationToken)) return false;
                continue;
            }

            ReadEvent(_buffer.AsSpan(_start, length));
            (_start, _lineStart, _scanned) = (_start + length, 0, 0);
            if (_dataLength > 0) return true;
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end, _dataStart, _dataLength) = ([], 0, 0, 0, 0);
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    /// <summary>Moves the lines of data together, at the place of the first.</summary>
    private void ReadEvent(Span<byte> whole)
    {
        (IsError, _dataLength) = (false, 0);
        var lines = 0;
        for (var at = 0; at < whole.Length;)
        {
            var line = whole[at..(at + whole[at..].IndexOf((byte)'\n'))];
            var next = at + line.Length + 1;
            if (line is [.., (byte)'\r']) line = line[..^1];
            if (ValueOf(line, "event:"u8, out var name)) IsError = line[name..].SequenceEqual("error"u8);
            if (ValueOf(line, "data:"u8, out var value))
            {
                if (lines++ == 0) _dataStart = _start + at + value;
                else _buffer[_dataStart + _dataLength++] = (byte)'\n';
                line[value..].CopyTo(_buffer.AsSpan(_dataStart + _dataLength));
                _dataLength += line.Length - value;
            }

            at = next;
        }
    }

    /// <summary>Where the value of a field begins in its line: behind the colon and one space.</summary>
    private static bool ValueOf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field, out int start)
    {
        start = line.Length > field.Length && line[field.Length] == ' ' ? field.Length + 1 : field.Length;
        return line.StartsWith(field);
    }

    /// <summary>Bytes up to the end of the first event, its empty line included; -1 when it is not whole. No byte is looked at twice.</summary>
    private int LengthOfEvent()
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        while (true)
        {
            var feed = bytes[_scanned..].IndexOf((byte)'\n');
            if (feed < 0)
            {
                _scanned = bytes.Length;
                return -1;
            }

            var line = bytes[_lineStart..(_scanned + feed)];
            _scanned = _lineStart = _scanned + feed + 1;
            if (line is [] or [(byte)'\r']) return _scanned;
        }
    }
}
