namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// Tells the server that an answer which has begun cannot be finished: it sends what was written, then closes the connection, or resets the
/// stream, without the end of the body. <see cref="HttpContext.Abort"/> would drop what the client has not read yet. The server reports it as a
/// mistake of the application; the service's log leaves that report out.
/// </summary>
internal sealed class UnfinishedAnswerException() : Exception("The answer cannot be finished.");
