using Vitrine.Telemetry;

namespace Vitrine.Ledger.Requests;

/// <summary>One request that was let in, while it is answered.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Scope">Its <c>write</c> or <c>query</c>.</param>
/// <param name="Stop">Fires when its time is over, when the client left, or when the server ends.</param>
internal readonly record struct LedgerCall(HttpContext Http, Operation Scope, CancellationToken Stop)
{
    /// <summary>A part of the path.</summary>
    public string this[string name] => (string)Http.Request.RouteValues[name]!;
}
