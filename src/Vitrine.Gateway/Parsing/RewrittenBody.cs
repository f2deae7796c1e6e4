using System.Buffers;

namespace Vitrine.Gateway.Parsing;

/// <summary>
/// The body that a pod reads: slices of the client's bytes with a few edits between them, never a second copy. It can be written as often as
/// there are attempts, as long as the request owns its bytes.
/// </summary>
internal readonly struct RewrittenBody
{
    private readonly RequestBody _body;
    private readonly BodyEdit[] _edits;

    /// <summary>Takes the edits in the order of their ranges, which do not overlap.</summary>
    public RewrittenBody(RequestBody body, params BodyEdit[] edits)
    {
        (_body, _edits, Length) = (body, edits, body.Length);
        foreach (var edit in edits) Length += edit.Text.Length - edit.Range.Length;
    }

    /// <summary>Bytes in all: the content length.</summary>
    public long Length { get; }

    /// <summary>Writes the body, large slices straight from the client's bytes.</summary>
    public async ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        var body = _body.Memory;
        var at = 0;
        foreach (var edit in _edits)
        {
            await stream.WriteAsync(body[at..edit.Range.Start], cancellationToken);
            await stream.WriteAsync(edit.Text, cancellationToken);
            at = edit.Range.Start + edit.Range.Length;
        }

        await stream.WriteAsync(body[at..], cancellationToken);
    }

    /// <summary>Writes the body into memory, for whoever needs it in one piece.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        var body = _body.Bytes;
        var at = 0;
        foreach (var edit in _edits)
        {
            writer.Write(body[at..edit.Range.Start]);
            writer.Write(edit.Text.Span);
            at = edit.Range.Start + edit.Range.Length;
        }

        writer.Write(body[at..]);
    }
}
