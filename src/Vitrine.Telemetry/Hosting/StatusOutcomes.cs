using System.Globalization;

namespace Vitrine.Telemetry.Hosting;

/// <summary>What a status says of how a request ended, unless somebody said it better. The table is in <c>docs/outcomes.md</c>.</summary>
internal static class StatusOutcomes
{
    /// <summary>The status written down when the client left before any was sent; nginx coined it.</summary>
    public const int ClientClosedRequest = 499;

    private static readonly string[] s_texts = [.. Enumerable.Range(0, 600).Select(status => status.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The outcome of a status.</summary>
    public static Outcome Of(int status) => status switch
    {
        < 400 => Outcome.Ok,
        StatusCodes.Status429TooManyRequests => Outcome.Rejected,
        ClientClosedRequest => Outcome.Cancelled,
        StatusCodes.Status504GatewayTimeout => Outcome.Timeout,
        _ => Outcome.Error,
    };

    /// <summary>The status as a text, for <c>error.type</c> as OpenTelemetry has it; null when the status tells of no error.</summary>
    public static string? ErrorType(int status) => status is >= 400 and < 600 ? s_texts[status] : null;
}
