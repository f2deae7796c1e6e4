using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry;

namespace Vitrine.Ledger.Requests;

/// <summary>An answer that is no success: a name for programs, a sentence for people. The table of all of them is in docs/ledger.md.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The name, low in cardinality; also <c>error.type</c> of the scope.</param>
/// <param name="Message">The sentence.</param>
/// <remarks>Keep in sync with the table of errors in docs/ledger.md, which a test reads.</remarks>
internal sealed record LedgerError(int Status, string Type, string Message)
{
    private const int RetryAfter = 1;

    /// <summary>How the request's scopes end: what was refused before any work says nothing about latency.</summary>
    public Outcome Outcome { get; private init; } = Outcome.Rejected;

    /// <summary>When it may be worth trying again, or null.</summary>
    public int? RetryAfterSeconds { get; private init; }

    public static LedgerError InvalidJson(string message) => new(StatusCodes.Status400BadRequest, "invalid_json", message);

    public static LedgerError Invalid(string message) => new(StatusCodes.Status400BadRequest, "invalid_request", message);

    public static LedgerError InvalidName(string what, string name) =>
        new(StatusCodes.Status400BadRequest, "invalid_name", $"'{name}' cannot name a {what}: from 1 to 64 letters, digits, dots, underscores and hyphens.");

    public static LedgerError CrossOrigin { get; } = new(StatusCodes.Status403Forbidden, "cross_origin", "A page of another origin may not call this service.");

    public static LedgerError Reserved(string tenant) => new(StatusCodes.Status403Forbidden, "reserved_tenant", $"Tenant '{tenant}' is the ledger's own: nobody writes to it but by its API.");

    public static LedgerError UnknownPath(string message) => new(StatusCodes.Status404NotFound, "unknown_path", message);

    public static LedgerError UnknownMethod(string message) => new(StatusCodes.Status405MethodNotAllowed, "unknown_method", message);

    public static LedgerError UnknownTenant(string tenant) => new(StatusCodes.Status404NotFound, "unknown_tenant", $"There is no tenant '{tenant}'. PUT /v1/tenants/{tenant} registers it.");

    public static LedgerError UnknownStream(string tenant, string stream) =>
        new(StatusCodes.Status404NotFound, "unknown_stream", $"Tenant '{tenant}' has no stream '{stream}'. PUT /v1/tenants/{tenant}/streams/{stream} begins it.");

    public static LedgerError UnknownProjection(string name, string suggestion) => new(StatusCodes.Status404NotFound, "unknown_projection", $"There is no projection '{name}'. {suggestion}");

    /// <summary>Nobody is refused: there is nothing to tell.</summary>
    public static LedgerError UnknownEntity(string key, long asOf) => new(StatusCodes.Status404NotFound, "unknown_entity", $"There is no entity '{key}' as of position {asOf}.") { Outcome = Outcome.Ok };

    public static LedgerError TenantSealed(string tenant) => new(StatusCodes.Status409Conflict, "tenant_sealed", $"Tenant '{tenant}' is sealed: it takes no more entries, for good.");

    public static LedgerError KeyReused(string key) => new(StatusCodes.Status409Conflict, "key_reused", $"Idempotency key '{key}' stands for a request with other entries.");

    public static LedgerError TooLarge(string message) => new(StatusCodes.Status413PayloadTooLarge, "too_large", message);

    public static LedgerError ShuttingDown { get; } = new(StatusCodes.Status503ServiceUnavailable, "shutting_down", "This node is stopping.") { RetryAfterSeconds = RetryAfter };

    public static LedgerError Recovering { get; } = new(StatusCodes.Status503ServiceUnavailable, "recovering", "This node still recovers its copy of the log.") { RetryAfterSeconds = RetryAfter };

    public static LedgerError NotApplied(string projection, long position, string? reason) =>
        new(StatusCodes.Status503ServiceUnavailable, "not_applied", $"Projection '{projection}' has not come to position {position}{(reason is null ? "" : $": {reason}")}.") { RetryAfterSeconds = RetryAfter, Outcome = Outcome.Timeout };

    /// <summary>The entry that is damaged, in the words of every answer that meets it.</summary>
    public static string Unverified(LogDamageException damage) => $"Entry {damage.Position} of this node's copy does not verify";

    public static LedgerError Damaged(LogDamageException damage) =>
        new(StatusCodes.Status500InternalServerError, "log_damaged", $"{Unverified(damage)}.") { Outcome = Outcome.Error };

    public static LedgerError Internal { get; } =
        new(StatusCodes.Status500InternalServerError, "internal_error", "The service failed to answer. The request id finds the reason in its log.") { Outcome = Outcome.Error };

    /// <summary>It may be in the log or not.</summary>
    public static LedgerError OutcomeUnknown(string message) =>
        new(StatusCodes.Status504GatewayTimeout, "outcome_unknown", $"{message} It may have been written: send it again with the same Idempotency-Key.") { Outcome = Outcome.Timeout };

    /// <summary>What the engine cannot take now. A full queue is refused at once; what waited in vain has failed.</summary>
    public static LedgerError Unavailable(EngineUnavailableException e) => e.Type switch
    {
        "queue_full" => new(StatusCodes.Status429TooManyRequests, e.Type, e.Message) { RetryAfterSeconds = RetryAfter },
        "too_large" => TooLarge(e.Message),
        "recovering" or "standby" or "shutting_down" => new(StatusCodes.Status503ServiceUnavailable, e.Type, e.Message) { RetryAfterSeconds = RetryAfter },
        _ => new(StatusCodes.Status503ServiceUnavailable, e.Type, e.Message) { RetryAfterSeconds = RetryAfter, Outcome = Outcome.Error },
    };

    /// <summary>What the kernel refuses.</summary>
    public static LedgerError Refused(RefusalReason reason, LedgerCommand command) => (reason, command) switch
    {
        (RefusalReason.UnknownTenant, _) => UnknownTenant(command.Tenant),
        (RefusalReason.UnknownStream, LedgerCommand.Append append) => UnknownStream(append.Tenant, append.Stream),
        (RefusalReason.KeyReused, LedgerCommand.Append append) => KeyReused(append.Key),
        _ => TenantSealed(command.Tenant),
    };
}
