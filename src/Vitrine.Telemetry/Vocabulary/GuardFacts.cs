namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of a guard's decision about a request. Who asked is <see cref="HttpFacts.Caller"/>, on the request itself.</summary>
public static class GuardFacts
{
    /// <summary>Which guard: allow_list, caller_header, rate_limit, body_size, token_limit, concurrency.</summary>
    public static readonly Fact<string> Guard = Fact.Text("vitrine.guard.name");

    /// <summary>What it decided: allowed, refused.</summary>
    public static readonly Fact<string> Decision = Fact.Text("vitrine.guard.decision");

    /// <summary>The limit that was reached, as its document words it: <c>100 per 1 minute</c>.</summary>
    public static readonly Fact<string> Limit = Fact.Text("vitrine.guard.limit", FactOrigin.Resolved);

    /// <summary>The peer's address without its port.</summary>
    public static readonly Fact<string> PeerAddress = Fact.Text("network.peer.address", FactOrigin.Client);
}
