namespace Vitrine.Gateway.Responding;

/// <summary>Reads whole server-sent events: finds their data, of one line or several, and what it says.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly ByteCarry _joined = new(EventStreamScanner.MaxEventBytes);

    /// <summary>Reads an event.</summary>
    /// <param name="whole">The event.</param>
    /// <param name="facts">Takes what it says.</param>
    /// <param name="onlyText">The text that is all it says, where it stands in the event, or where its lines were joined; else empty.</param>
    /// <returns>Whether it is the one that <c>include_usage</c> adds.</returns>
    public bool Read(ReadOnlySpan<byte> whole, ResponseFacts facts, out ReadOnlySpan<byte> onlyText)
    {
        onlyText = default;
        ReadOnlySpan<byte> data = default;
        var lines = 0;
        _joined.Clear();
        while (!whole.IsEmpty)
        {
            var line = TakeLine(ref whole);
            if (line.SequenceEqual("event: error"u8) || line.SequenceEqual("event:error"u8)) facts.HasError = true;
            if (!line.StartsWith("data:"u8)) continue;
            if (lines++ > 0) Join(data);
            data = line[5..];
        }

        if (lines == 0) return false;
        if (lines == 1) return ReadData(data, facts, out onlyText);
        Join(data);
        return ReadData(_joined.Bytes, facts, out onlyText);
    }

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose() => _joined.Dispose();

    /// <summary>Data of several lines is one text with line ends in it, which JSON takes for white space. It is never longer than its event.</summary>
    private void Join(ReadOnlySpan<byte> line)
    {
        _joined.TryAppend(line);
        _joined.TryAppend("\n"u8);
    }

    private static bool ReadData(ReadOnlySpan<byte> data, ResponseFacts facts, out ReadOnlySpan<byte> onlyText)
    {
        onlyText = default;
        var text = data.Trim(" \n"u8);
        if (text.SequenceEqual("[DONE]"u8)) facts.IsDone = true;
        return text is [(byte)'{', ..] && AnswerReader.Read(text, facts, out onlyText);
    }

    private static ReadOnlySpan<byte> TakeLine(scoped ref ReadOnlySpan<byte> rest)
    {
        var feed = rest.IndexOf((byte)'\n');
        var line = feed < 0 ? rest : rest[..feed];
        rest = feed < 0 ? default : rest[(feed + 1)..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }
}
