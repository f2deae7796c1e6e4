using Vitrine.Telemetry;

namespace Vitrine.ModelServer.Api;

/// <summary>The names of failures that a client reads in <c>code</c>, each with its status and with how its request ended.</summary>
/// <param name="Name">Kronk's name; also <c>vitrine.status</c> and <c>error.type</c>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Outcome">How a request that fails this way ended.</param>
internal sealed record ErrorCode(string Name, int Status, Outcome Outcome)
{
    /// <summary>A field is missing, has the wrong type or a value that is not accepted.</summary>
    public static readonly ErrorCode InvalidArgument = new("invalid_argument", StatusCodes.Status400BadRequest, Outcome.Error);

    /// <summary>The prompt does not fit into the context.</summary>
    public static readonly ErrorCode OutOfRange = new("out_of_range", StatusCodes.Status400BadRequest, Outcome.Error);

    /// <summary>No key, or one that nobody has.</summary>
    public static readonly ErrorCode Unauthenticated = new("unauthenticated", StatusCodes.Status401Unauthorized, Outcome.Rejected);

    /// <summary>The caller may not do this.</summary>
    public static readonly ErrorCode PermissionDenied = new("permission_denied", StatusCodes.Status403Forbidden, Outcome.Rejected);

    /// <summary>No such model, or no such path.</summary>
    public static readonly ErrorCode NotFound = new("not_found", StatusCodes.Status404NotFound, Outcome.Error);

    /// <summary>The path exists, but not with this method.</summary>
    public static readonly ErrorCode MethodNotAllowed = new("unimplemented", StatusCodes.Status405MethodNotAllowed, Outcome.Error);

    /// <summary>The path is known from elsewhere, and nothing is done here.</summary>
    public static readonly ErrorCode Unimplemented = new("unimplemented", StatusCodes.Status501NotImplemented, Outcome.Error);

    /// <summary>The body is larger than the server reads. gRPC, whose names these are, calls it by the same one.</summary>
    public static readonly ErrorCode BodyTooLarge = new("resource_exhausted", StatusCodes.Status413PayloadTooLarge, Outcome.Rejected);

    /// <summary>The caller asks too often.</summary>
    public static readonly ErrorCode TooManyRequests = new("too_many_requests", StatusCodes.Status429TooManyRequests, Outcome.Rejected);

    /// <summary>The client left; nobody reads this answer.</summary>
    public static readonly ErrorCode Canceled = new("canceled", StatusCodes.Status504GatewayTimeout, Outcome.Cancelled);

    /// <summary>There is not enough of something, and waiting does not help.</summary>
    public static readonly ErrorCode ResourceExhausted = new("resource_exhausted", StatusCodes.Status429TooManyRequests, Outcome.Rejected);

    /// <summary>Not now: something else must happen first.</summary>
    public static readonly ErrorCode FailedPrecondition = new("failed_precondition", StatusCodes.Status400BadRequest, Outcome.Error);

    /// <summary>The server failed.</summary>
    public static readonly ErrorCode Internal = new("internal", StatusCodes.Status500InternalServerError, Outcome.Error);

    /// <summary>Stopping, or as many wait or are in memory as may be: the same request may succeed later.</summary>
    public static readonly ErrorCode Unavailable = new("unavailable", StatusCodes.Status503ServiceUnavailable, Outcome.Rejected);

    /// <summary>It took longer than a request may take.</summary>
    public static readonly ErrorCode DeadlineExceeded = new("deadline_exceeded", StatusCodes.Status504GatewayTimeout, Outcome.Timeout);

    private static readonly ErrorCode[] s_byStatus =
        [InvalidArgument, Unauthenticated, PermissionDenied, NotFound, MethodNotAllowed, BodyTooLarge, TooManyRequests, Internal, Unimplemented, Unavailable, DeadlineExceeded];

    /// <summary>The code of a refusal that knows only its status.</summary>
    public static ErrorCode OfStatus(int status) => Array.Find(s_byStatus, code => code.Status == status)
        ?? (status < StatusCodes.Status500InternalServerError ? InvalidArgument with { Status = status } : Internal with { Status = status });
}
