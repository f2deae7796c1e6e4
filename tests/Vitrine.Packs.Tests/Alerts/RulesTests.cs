using Vitrine.Telemetry.Packs;

namespace Vitrine.Packs.Tests.Alerts;

/// <summary>The PrometheusRules of <c>deploy/kubernetes</c> are the packs' own rules in the operator's envelope, not a second copy that drifts.</summary>
public sealed class RulesTests
{
    public static TheoryData<string> Packs => AlertTests.Packs;

    [Theory]
    [MemberData(nameof(Packs))]
    public void PrometheusRule_IsThePacksAlerts(string pack)
    {
        var groups = new PackStore().Load(pack).ReadText("alerts.yaml").Split('\n').SkipWhile(line => !line.StartsWith("groups:", StringComparison.Ordinal));
        Golden.ShouldMatch($"""
            # packs/{pack}/alerts.yaml as an object of the Prometheus Operator; VITRINE_UPDATE_GOLDENS=1 and RulesTests write it anew.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: vitrine-{pack}
              labels: {"{"} app: vitrine {"}"}
            spec:

            """ + string.Join('\n', groups.Select(line => line.Length > 0 ? $"  {line}" : "")), $"../../deploy/kubernetes/monitoring/rules-{pack}.yaml");
    }
}
