using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Traffic;

/// <summary>What <c>vitrine load --shape … --json</c> prints: what was asked for, and the figures.</summary>
internal sealed record TrafficSummary(string Shape, bool Faults, Uri Url, string Model, int Seed, string Loop, double? RatePerSecond, int Concurrency, TrafficFigures Figures)
{
    /// <summary>The summary of a run.</summary>
    public static TrafficSummary Of(TrafficPlan plan, Uri api, TrafficFigures figures) => new(
        plan.Shape.Name, plan.HasFaults, api, plan.Inputs.Model, plan.Seed, plan.RatePerSecond is null ? "closed" : "open", plan.RatePerSecond, plan.Concurrency, figures);

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrafficJson.Default.TrafficSummary);
}

/// <summary>Writes summaries without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(TrafficSummary))]
internal sealed partial class TrafficJson : JsonSerializerContext;
