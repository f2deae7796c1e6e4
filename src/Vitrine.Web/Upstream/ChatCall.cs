namespace Vitrine.Web.Upstream;

/// <summary>What the model's server is asked.</summary>
/// <param name="Model">The model.</param>
/// <param name="Turns">The conversation, oldest first.</param>
/// <param name="RequestId">The request's id, to be found again in the logs behind.</param>
/// <param name="TraceParent">W3C trace context of the inference, or null.</param>
/// <param name="TraceState">Its vendors' part, or null.</param>
internal sealed record ChatCall(string Model, IReadOnlyList<ChatTurn> Turns, string? RequestId, string? TraceParent, string? TraceState);
