namespace Vitrine.Telemetry.Hosting;

/// <summary>From a request to its scope.</summary>
public static class OperationContext
{
    /// <summary>The <c>http</c> scope of this request.</summary>
    /// <exception cref="InvalidOperationException">The request has none: its path is excluded, or <c>UseVitrine</c> is missing.</exception>
    public static Operation Operation(this HttpContext context) => context.TryOperation()
        ?? throw new InvalidOperationException($"The request for {context.Request.Path} has no scope: its path is excluded, or app.UseVitrine() does not stand in front of it.");

    /// <summary>The <c>http</c> scope of this request, or null.</summary>
    public static Operation? TryOperation(this HttpContext context) => context.Features.Get<IOperationFeature>()?.Operation;

    /// <summary>
    /// Says that an answer which has begun cannot be finished. When the request ends the connection closes, or its stream is reset, behind what was
    /// written: nobody takes it for a whole answer, and nothing that was written is lost.
    /// </summary>
    public static void LeaveUnfinished(this HttpContext context)
    {
        if (context.Features.Get<IOperationFeature>() is OperationFeature feature) feature.IsUnfinished = true;
        else context.Abort();
    }

    /// <summary>Says how this request ends, whatever status it has: a timeout that is answered with 200 and an event, a guard's 403.</summary>
    public static void EndAs(this HttpContext context, Outcome outcome, string? errorType = null, string? message = null)
    {
        if (context.Features.Get<IOperationFeature>() is not { } feature) return;
        (feature.Outcome, feature.ErrorType, feature.ErrorMessage) = (outcome, errorType, message);
    }
}
