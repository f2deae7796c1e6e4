using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Explain;

/// <summary>What a scope is called before people: its kind, and what tells it from its siblings of the same kind.</summary>
internal static class ScopeLabel
{
    private static readonly string[] s_tellApart = [GatewayFacts.PluginType.Name, GatewayFacts.PluginName.Name, GatewayFacts.Phase.Name, GatewayFacts.Pod.Name];

    public static string Of(OperationView scope) => string.Join(' ', s_tellApart.Select(scope.Fact).OfType<string>().Prepend(scope.Kind));
}
