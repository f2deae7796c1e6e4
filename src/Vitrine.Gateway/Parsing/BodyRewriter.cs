using System.Text.Json;

namespace Vitrine.Gateway.Parsing;

/// <summary>
/// Says how an upstream's body differs from the client's. Values are exchanged where they stand and missing properties are added before the
/// closing brace; nothing is taken out, so commas and repeated keys cannot go wrong, and everything else stays byte for byte.
/// </summary>
internal static class BodyRewriter
{
    private static readonly byte[] s_true = "true"u8.ToArray();
    private static readonly byte[] s_false = "false"u8.ToArray();
    private static readonly byte[] s_null = "null"u8.ToArray();
    private static readonly byte[] s_one = "1"u8.ToArray();
    private static readonly byte[] s_usageObject = """{"include_usage":true}"""u8.ToArray();
    private static readonly byte[] s_usageOption = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] s_streamOptions = ""","stream_options":{"include_usage":true}"""u8.ToArray();
    private static readonly byte[] s_maxTokens = ""","max_tokens":1"""u8.ToArray();
    private static readonly byte[] s_maxOutputTokens = ""","max_output_tokens":1"""u8.ToArray();

    /// <summary>The body for a pod.</summary>
    /// <param name="request">The client's request. A body that was not read is written as it is.</param>
    /// <param name="upstreamModel">The model's name at the upstream; null leaves the client's.</param>
    /// <param name="form">What the pod does of it.</param>
    public static RewrittenBody Rewrite(ParsedRequest request, string? upstreamModel, RewriteForm form = RewriteForm.Whole)
    {
        var marks = request.Marks;
        if (marks.End == 0) return new RewrittenBody(request.Body);
        var edits = new List<BodyEdit>(capacity: 6);
        if (upstreamModel is not null && upstreamModel != request.Model && !marks.Model.IsEmpty) edits.Add(new(marks.Model, Quote(upstreamModel)));
        if (form == RewriteForm.Prefill) AddPrefill(request, edits);
        else if (request.AddsUsage) AddUsage(request, edits);
        edits.Sort(static (left, right) => left.Range.Start.CompareTo(right.Range.Start));
        return new RewrittenBody(request.Body, [.. edits]);
    }

    /// <summary>One token and no stream. <c>false</c> and <c>null</c> are the absence of these two in every dialect.</summary>
    private static void AddPrefill(ParsedRequest request, List<BodyEdit> edits)
    {
        var marks = request.Marks;
        if (!marks.Stream.IsEmpty) edits.Add(new(marks.Stream, s_false));
        if (!marks.StreamOptions.IsEmpty) edits.Add(new(marks.StreamOptions, s_null));
        if (!marks.MaxCompletionTokens.IsEmpty) edits.Add(new(marks.MaxCompletionTokens, s_one));
        var isResponses = request.OperationName == RequestOperation.Responses;
        var limit = isResponses ? marks.MaxOutputTokens : marks.MaxTokens;
        if (limit.IsEmpty) edits.Add(Append(marks, isResponses ? s_maxOutputTokens : s_maxTokens));
        else edits.Add(new(limit, s_one));
    }

    /// <summary>Asks for usage at the end of the stream, and keeps the other options.</summary>
    private static void AddUsage(ParsedRequest request, List<BodyEdit> edits)
    {
        var marks = request.Marks;
        if (!marks.IncludeUsage.IsEmpty) edits.Add(new(marks.IncludeUsage, s_true));
        else if (marks.StreamOptions.IsEmpty) edits.Add(Append(marks, s_streamOptions));
        else if (IsEmptyObject(request)) edits.Add(new(marks.StreamOptions, s_usageObject));
        else edits.Add(new(new BodyRange(marks.StreamOptions.Start + 1, 0), s_usageOption));
    }

    private static BodyEdit Append(in BodyMarks marks, byte[] property) => new(new BodyRange(marks.End, 0), property.AsMemory(marks.HasProperties ? 0 : 1));

    /// <summary>Whether <c>stream_options</c> is null or has nothing in it.</summary>
    private static bool IsEmptyObject(ParsedRequest request)
    {
        var options = request.Body.Bytes.Slice(request.Marks.StreamOptions.Start, request.Marks.StreamOptions.Length);
        return options[0] != '{' || options[1..^1].Trim(" \t\r\n"u8).IsEmpty;
    }

    private static byte[] Quote(string text) => [(byte)'"', .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, (byte)'"'];
}
