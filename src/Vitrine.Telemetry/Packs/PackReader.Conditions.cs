using Vitrine.Telemetry.Documents;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Telemetry.Packs;

internal static partial class PackReader
{
    private static readonly (string Prefix, ConditionTest Test)[] s_comparisons =
    [
        (">=", ConditionTest.GreaterOrEqual), ("<=", ConditionTest.LessOrEqual), (">", ConditionTest.Greater), ("<", ConditionTest.Less),
    ];

    /// <summary>Reads <c>when: { fact: value | [values] | present | absent | ">= 400" | { not: [values] } }</c>.</summary>
    internal static List<ConditionDefinition> ReadWhen(YamlMap at, string key)
    {
        var conditions = new List<ConditionDefinition>();
        if (at.Map(key) is not { } map) return conditions;
        foreach (var name in map.Keys.ToArray())
        {
            if (map.Raw(name) is YamlMappingNode)
            {
                var not = map.Map(name)!;
                conditions.Add(new ConditionDefinition(map, name, ConditionTest.NoneOf, not.Texts("not")));
                not.Done();
            }
            else
            {
                conditions.Add(ReadCondition(map, name));
            }
        }

        return conditions;
    }

    private static ConditionDefinition ReadCondition(YamlMap map, string name)
    {
        var values = map.Texts(name);
        if (values.Count != 1) return new ConditionDefinition(map, name, ConditionTest.OneOf, values);
        var text = values[0];
        if (text == "present") return new ConditionDefinition(map, name, ConditionTest.Present, []);
        if (text == "absent") return new ConditionDefinition(map, name, ConditionTest.Absent, []);
        foreach (var (prefix, test) in s_comparisons)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal)) return new ConditionDefinition(map, name, test, [text[prefix.Length..].Trim()]);
        }

        return new ConditionDefinition(map, name, ConditionTest.OneOf, values);
    }
}
