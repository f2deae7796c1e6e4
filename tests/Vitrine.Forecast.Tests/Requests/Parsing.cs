using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Forecast.Requests;

namespace Vitrine.Forecast.Tests.Requests;

/// <summary>Parses bodies whole, or in pieces of whatever length, as they come from a network.</summary>
internal static class Parsing
{
    public static (PredictionRequest? Request, IReadOnlyList<ValidationIssue> Issues) Parse(JsonNode body, bool isBatch = false) => Parse(body.ToJsonString(), isBatch);

    public static (PredictionRequest? Request, IReadOnlyList<ValidationIssue> Issues) Parse(string body, bool isBatch = false) => Parse(Encoding.UTF8.GetBytes(body), int.MaxValue, isBatch);

    /// <param name="body">The body.</param>
    /// <param name="piece">Bytes that come at once.</param>
    /// <param name="isBatch">Whether it is a batch.</param>
    public static (PredictionRequest? Request, IReadOnlyList<ValidationIssue> Issues) Parse(byte[] body, int piece, bool isBatch = false)
    {
        using var parser = new RequestParser(new RequestLimits(), new PredictionDefaults(), isBatch);
        var (from, to) = (0, 0);
        while (true)
        {
            to = (int)Math.Min((long)to + piece, body.Length);
            var goesOn = parser.Read(body.AsSpan(from, to - from), to == body.Length, out var consumed);
            from += consumed;
            if (!goesOn || to == body.Length) return (parser.Finish(), parser.Issues.All);
        }
    }
}
