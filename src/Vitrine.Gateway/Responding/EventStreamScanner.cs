using System.Buffers;
using Vitrine.Gateway.Parsing;

namespace Vitrine.Gateway.Responding;

/// <summary>
/// An answer as server-sent events, with lines that end in LF or CRLF. Events are read where they stand in the chunk; only one that a chunk
/// cuts in two is copied, up to 1 MiB, and a longer one passes unread.
/// </summary>
/// <remarks>
/// Bytes go to the client in the call that brings them. The exception is the begin of an event that may still turn out to be the one to strip:
/// it waits for its end, or for the first choice in it, which the event to strip does not have.
/// </remarks>
/// <param name="stripsUsage">Whether the event that <c>include_usage</c> adds is kept from the client.</param>
internal sealed class EventStreamScanner(bool stripsUsage) : UsageScanner
{
    /// <summary>The longest event that is read, in bytes.</summary>
    public const int MaxEventBytes = 1 << 20;

    private readonly ByteCarry _event = new(MaxEventBytes);
    private readonly EventReader _reader = new();
    private readonly EventTemplate _template = new();
    private bool _isLineEmpty = true;
    private bool _isOpen;
    private bool _isHeld;
    private bool _isTooLong;

    /// <inheritdoc/>
    public override long CountedTokens => Facts.Pieces;

    /// <inheritdoc/>
    public override void Scan(ReadOnlySpan<byte> chunk, IBufferWriter<byte> client)
    {
        var at = 0;

        // Step 1: the rest of the event that an earlier chunk began.
        if (_isOpen)
        {
            var length = FindEnd(chunk);
            at = length < 0 ? chunk.Length : length;
            Continue(chunk[..at], isEnd: length >= 0, client);
        }

        // Step 2: events that are whole in this chunk; what stands between two stripped ones is one write.
        var passed = at;
        while (at < chunk.Length)
        {
            var length = _template.Match(chunk[at..], out var text);
            if (length > 0)
            {
                Count(text);
                at += length;
                continue;
            }

            length = FindEnd(chunk[at..]);
            if (length < 0) break;
            if (ReadEvent(chunk.Slice(at, length)))
            {
                client.Write(chunk[passed..at]);
                passed = at + length;
            }

            at += length;
        }

        client.Write(chunk[passed..at]);

        // Step 3: the begin of the next event.
        if (at == chunk.Length) return;
        (_isOpen, _isHeld) = (true, stripsUsage);
        Continue(chunk[at..], isEnd: false, client);
    }

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> client)
    {
        if (!_isOpen) return;
        if (!_isTooLong) _reader.Read(_event.Bytes, Facts, out _);
        if (_isHeld) client.Write(_event.Bytes);
        Close();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _event.Dispose();
        _reader.Dispose();
        _template.Dispose();
    }

    /// <summary>Takes a piece of the open event: keeps it to read the event when it is whole, and passes it on unless it is held back.</summary>
    private void Continue(ReadOnlySpan<byte> piece, bool isEnd, IBufferWriter<byte> client)
    {
        if (!_isTooLong && !_event.TryAppend(piece)) GiveUp(client);
        var isExtra = isEnd && !_isTooLong && _reader.Read(_event.Bytes, Facts, out _);
        if (!_isHeld) client.Write(piece);
        else if (isExtra) Facts.Stripped++;
        else if (isEnd || UsageEvent.IsRuledOut(_event.Bytes))
        {
            client.Write(_event.Bytes);
            _isHeld = false;
        }

        if (isEnd) Close();
    }

    /// <summary>The event is too long to be read; what was held of it goes on.</summary>
    private void GiveUp(IBufferWriter<byte> client)
    {
        if (_isHeld) client.Write(_event.Bytes);
        (_isHeld, _isTooLong) = (false, true);
        _event.Clear();
        Facts.Unread++;
    }

    private void Close()
    {
        (_isOpen, _isHeld, _isTooLong) = (false, false, false);
        _event.Clear();
    }

    /// <summary>Reads an event that stands whole in a chunk; true when the client must not see it.</summary>
    private bool ReadEvent(ReadOnlySpan<byte> whole)
    {
        if (whole.Length > MaxEventBytes) Facts.Unread++;
        else if (_reader.Read(whole, Facts, out var onlyText) && stripsUsage)
        {
            Facts.Stripped++;
            return true;
        }
        else _template.Learn(whole, onlyText);

        return false;
    }

    /// <summary>What reading a known event would have found.</summary>
    private void Count(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        Facts.Pieces++;
        Facts.Characters += TextLength.Count(text, isEscaped: false);
    }

    /// <summary>Bytes up to the end of the event, its empty line included; -1 when it goes on after these. Remembers the line that they end in.</summary>
    private int FindEnd(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (true)
        {
            var feed = bytes[at..].IndexOf((byte)'\n');
            var line = feed < 0 ? bytes[at..] : bytes.Slice(at, feed);
            _isLineEmpty &= line is [] or [(byte)'\r'];
            if (feed < 0) return -1;
            at += feed + 1;
            if (_isLineEmpty) return at;
            _isLineEmpty = true;
        }
    }
}
