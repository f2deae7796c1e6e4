namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What a gateway knows of a request that it routes.</summary>
public static class GatewayFacts
{
    /// <summary>The matched route, <c>namespace/name</c>.</summary>
    public static readonly Fact<string> Route = Fact.Text("vitrine.route", FactOrigin.Resolved);

    /// <summary>The model server that the route chose, <c>namespace/name</c>.</summary>
    public static readonly Fact<string> Upstream = Fact.Text("vitrine.upstream.name", FactOrigin.Resolved);

    /// <summary>The pod, one endpoint of a model server, that an attempt goes to.</summary>
    public static readonly Fact<string> Pod = Fact.Text("vitrine.pod", FactOrigin.Resolved);

    /// <summary>What an attempt is for: aggregated, prefill, decode.</summary>
    public static readonly Fact<string> Phase = Fact.Text("vitrine.phase");

    /// <summary>How many attempts were made; a prefill/decode pair is one.</summary>
    public static readonly Fact<long> Attempts = Fact.Integer("vitrine.upstream.attempts");

    /// <summary>The prefill phase of the pair that answered, or of the last one tried.</summary>
    public static readonly Fact<TimeSpan> PrefillDuration = Fact.Duration("vitrine.prefill.duration");

    /// <summary>The decode phase of the pair that answered, or of the last one tried.</summary>
    public static readonly Fact<TimeSpan> DecodeDuration = Fact.Duration("vitrine.decode.duration");

    /// <summary>Why this pod: the scheduler's decision as compact JSON, ASCII, at most 4 KB.</summary>
    public static readonly Fact<string> Decision = Fact.Text("vitrine.decision", FactOrigin.Resolved);

    /// <summary>A scheduler plugin's registered name.</summary>
    public static readonly Fact<string> PluginName = Fact.Text("vitrine.plugin.name", FactOrigin.Resolved);

    /// <summary>What a scheduler plugin did: filter, score.</summary>
    public static readonly Fact<string> PluginType = Fact.Text("vitrine.plugin.type");

    /// <summary>What the request cost, by the gateway's table of prices.</summary>
    public static readonly Fact<double> Cost = Fact.Real("vitrine.usage.cost", "{currency}");

    /// <summary>The currency of <see cref="Cost"/>.</summary>
    public static readonly Fact<string> Currency = Fact.Text("vitrine.usage.currency", FactOrigin.Resolved);

    /// <summary>Whether the output tokens are counted by the gateway, because the upstream gave no usage.</summary>
    public static readonly Fact<bool> IsUsageEstimated = Fact.Flag("vitrine.usage.estimated");

    /// <summary>What the gateway itself took: the request's time without its attempts.</summary>
    public static readonly Fact<TimeSpan> Overhead = Fact.Duration("vitrine.gateway.overhead");
}
