using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Packs;

internal static partial class PackReader
{
    private static readonly (string Name, string Value)[] s_actions = [.. Enum.GetNames<AuditAction>().Select(name => (name, name))];

    /// <summary>What people and models wrote: in a log if somebody insists, in an audit trail never.</summary>
    private static readonly string[] s_content = [GenAiFacts.InputMessages.Name, GenAiFacts.OutputMessages.Name, CoreFacts.ExceptionStacktrace.Name];

    /// <summary>
    /// A rule of the audit trail is a line whose fields are fixed: those of an <see cref="AuditEvent"/>, each of them written, null where nothing is
    /// known. What every rule would say alike, it need not say.
    /// </summary>
    private static LineDefinition ReadRule(YamlMap at)
    {
        var action = at.RequiredText("action");
        var rule = new LineDefinition(at, at.RequiredText("name"), at.RequiredText("on"), ReadMoment(at))
        {
            When = ReadWhen(at, "when"),
            Fields =
            [
                new FieldDefinition(at, "action", null) { Constant = action.Length == 0 ? action : at.Choice("action", action, s_actions) },
                new FieldDefinition(at, "operation", null) { Constant = at.RequiredText("operation") },
                at.Has("actor") ? ReadValue(at, "actor", "actor") : Of(at, "actor", HttpFacts.UserId, HttpFacts.Caller),
                ReadValue(at, "tenant", "tenant_id"),
                ReadValue(at, "subject", "subject_id"),
                Of(at, "ip_address", HttpFacts.ClientAddress, GuardFacts.PeerAddress) with { Format = "address" },
                Of(at, "request_id", HttpFacts.RequestId),
                at.Has("outcome") ? ReadValue(at, "outcome", "outcome") : new FieldDefinition(at, "outcome", "outcome"),
                ReadValue(at, "reason", "reason"),
                ReadValue(at, "changed", "changed_field_names") with { Format = "names" },
            ],
        };
        at.Done();
        return rule;
    }

    private static FieldDefinition ReadValue(YamlMap at, string key, string name)
    {
        var field = ReadField(at, key, name) with { Omit = FieldOmit.Never };
        foreach (var content in s_content)
        {
            if (field.Others.Append(field.Source ?? field.Template ?? "").Any(text => text.Contains(content, StringComparison.Ordinal)))
                at.Error(key, $"'{content}' is what people and models write: it never stands in an audit entry.");
        }

        return field;
    }

    private static FieldDefinition Of(YamlMap at, string name, params ReadOnlySpan<Fact> facts)
    {
        var names = new List<string>();
        foreach (var fact in facts) names.Add(fact.Name);
        return new FieldDefinition(at, name, names[0]) { Others = names[1..], Omit = FieldOmit.Never };
    }
}
