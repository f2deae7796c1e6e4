using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>Reads a <c>ModelRoute</c> with the limits of Kthena's definition.</summary>
internal static class ModelRouteReader
{
    private const int MostLoras = 10;
    private const int MostRules = 16;
    private const int MostTargets = 16;

    public static void Read(ObjectReading reading, YamlMap document)
    {
        var named = MetadataReader.Read(reading, document, "ModelRoute");
        var spec = document.Map("spec");
        if (!document.Has("spec")) document.Error("spec", "is missing.");
        document.Has("status");
        document.Done();
        if (spec is null || named is not var (id, metadata)) return;

        var model = spec.Text("modelName") is { Length: > 0 } name ? name : null;
        var loras = spec.Texts("loraAdapters");
        if (model is null && loras.Count == 0) spec.Error("modelName", "is missing: a route needs modelName, loraAdapters or both.");
        if (loras.Count > MostLoras) spec.Error("loraAdapters", $"lists {loras.Count} adapters; at most {MostLoras} are accepted.");
        if (spec.Has("parentRefs")) reading.Warn(spec, "parentRefs", "there are no Gateway objects here: the route is served by this gateway.");
        var rules = ReadRules(reading, spec, id);
        reading.Routes.Add(new ModelRoute(id, model, loras, rules, ReadRateLimit(reading, spec), SpecJson.Of(spec.Node))
        {
            CreatedAt = MetadataReader.Instant(metadata, "creationTimestamp"),
        });
        spec.Done();
    }

    private static List<RouteRule> ReadRules(ObjectReading reading, YamlMap spec, ObjectName route)
    {
        var maps = spec.Maps("rules");
        if (maps.Count == 0) spec.Error("rules", "is missing: without a rule nothing matches.");
        if (maps.Count > MostRules) spec.Error("rules", $"lists {maps.Count} rules; at most {MostRules} are accepted.");
        var rules = new List<RouteRule>();
        foreach (var map in maps)
        {
            rules.Add(new RouteRule(map.Text("name"), ModelMatchReader.Read(map), ReadTargets(reading, map, route)));
            map.Done();
        }

        return rules;
    }

    private static List<TargetModel> ReadTargets(ObjectReading reading, YamlMap rule, ObjectName route)
    {
        var maps = rule.Maps("targetModels");
        if (maps.Count is 0 or > MostTargets) rule.Error("targetModels", $"must list 1 to {MostTargets} targets, not {maps.Count}.");
        var weighted = maps.Count(map => map.Has("weight"));
        if (weighted > 0 && weighted < maps.Count) rule.Error("targetModels", $"{weighted} of {maps.Count} targets have a weight: give one to all or to none.");
        var targets = new List<TargetModel>();
        foreach (var map in maps)
        {
            if (map.Has("externalModelProviderName"))
            {
                map.Error("externalModelProviderName", "external providers are not supported: name a ModelServer in modelServerName.");
                if (map.Has("modelServerName")) map.Error("modelServerName", "give modelServerName or externalModelProviderName, not both.");
            }
            else if (map.RequiredText("modelServerName") is { Length: > 0 } server)
            {
                reading.Targets.Add((route with { Name = server }, map));
                targets.Add(new TargetModel(server, map.Integer("weight", 0, 100) ?? 100));
            }

            map.Done();
        }

        return targets;
    }

    private static RouteRateLimit? ReadRateLimit(ObjectReading reading, YamlMap spec)
    {
        if (spec.Map("rateLimit") is not { } map) return null;
        var unit = map.Choice(
            "unit", TimeSpan.FromSeconds(1),
            ("second", TimeSpan.FromSeconds(1)), ("minute", TimeSpan.FromMinutes(1)), ("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1)), ("month", TimeSpan.FromDays(30)));
        var limit = new RouteRateLimit(map.Integer("inputTokensPerUnit", 1), map.Integer("outputTokensPerUnit", 1), unit, ReadRedis(map));
        if (!map.Has("inputTokensPerUnit") && !map.Has("outputTokensPerUnit")) reading.Warn(spec, "rateLimit", "limits neither inputTokensPerUnit nor outputTokensPerUnit.");
        map.Done();
        return limit;
    }

    private static string? ReadRedis(YamlMap limit)
    {
        if (limit.Map("global") is not { } global) return null;
        var redis = global.Map("redis");
        if (!global.Has("redis")) global.Error("redis", "is missing: it is the only store there is.");
        global.Done();
        if (redis is null) return null;
        var address = redis.RequiredText("address");
        if (address.Length > 0 && (!Uri.TryCreate($"redis://{address}", UriKind.Absolute, out var uri) || uri.Port < 1 || uri.PathAndQuery.Trim('/').Length > 0 || uri.UserInfo.Length > 0))
            redis.Error("address", $"must be host:port, not '{address}'.");
        redis.Done();
        return address;
    }
}
