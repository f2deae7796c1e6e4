using System.Globalization;
using System.Text.Json;

namespace Vitrine.Gateway.Objects;

/// <summary>What differs between two sets of objects, by name: <c>ModelRoute/default/llama</c> came or went, <c>ModelRoute/default/llama/rules</c> changed. Values are never told.</summary>
internal static class ObjectChanges
{
    private const int MostNames = 100;

    /// <summary>The names, in order; of more than a hundred the first, and how many more there are.</summary>
    public static IReadOnlyList<string> Between(ObjectSet before, ObjectSet after)
    {
        var (old, now) = (FieldsOf(before), FieldsOf(after));
        string[] names =
        [
            .. old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).SelectMany(name =>
                old.TryGetValue(name, out var was) && now.TryGetValue(name, out var isNow) ? Changed(was, isNow).Select(field => $"{name}/{field}") : [name]),
        ];
        return names.Length <= MostNames ? names : [.. names.Take(MostNames), string.Create(CultureInfo.InvariantCulture, $"and {names.Length - MostNames} more")];
    }

    private static IEnumerable<string> Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        before.Keys.Union(after.Keys, StringComparer.Ordinal).Where(field => before.GetValueOrDefault(field) != after.GetValueOrDefault(field)).Order(StringComparer.Ordinal);

    private static Dictionary<string, Dictionary<string, string>> FieldsOf(ObjectSet objects)
    {
        var fields = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var route in objects.Routes) fields[$"ModelRoute/{route.Label}"] = FieldsOf(route.Spec);
        foreach (var server in objects.Servers) fields[$"ModelServer/{server.Label}"] = FieldsOf(server.Spec);
        foreach (var pod in objects.Pods)
        {
            fields[$"Pod/{pod.Id}"] = new(StringComparer.Ordinal) { ["ip"] = pod.Ip, ["labels"] = string.Join('\n', pod.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)) };
        }

        return fields;
    }

    private static Dictionary<string, string> FieldsOf(JsonElement spec) => spec.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetRawText(), StringComparer.Ordinal);
}
