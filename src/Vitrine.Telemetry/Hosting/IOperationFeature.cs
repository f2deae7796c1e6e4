namespace Vitrine.Telemetry.Hosting;

/// <summary>The request's scope, and the word of whoever knows better than its status how it ended.</summary>
public interface IOperationFeature
{
    /// <summary>The <c>http</c> scope of this request. It ends by itself; do not end or dispose it.</summary>
    Operation Operation { get; }

    /// <summary>Whether the stop of the host cut this request; its handler then sees the same cancellation as when the client leaves.</summary>
    bool WasCut { get; }

    /// <summary>How the request ends; null leaves it to the status. Set by guards and by handlers that know of a timeout.</summary>
    Outcome? Outcome { get; set; }

    /// <summary>A low-cardinality name of what went wrong, for <c>error.type</c>; null leaves it to the status.</summary>
    string? ErrorType { get; set; }

    /// <summary>What went wrong as a sentence, for <c>error.message</c>. It stays inside: the client does not see it.</summary>
    string? ErrorMessage { get; set; }
}
