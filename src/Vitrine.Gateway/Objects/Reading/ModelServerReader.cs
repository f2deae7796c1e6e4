using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>Reads a <c>ModelServer</c>: Kthena's fields, its <c>spec.endpoints</c> for files, and ours (<c>spec.dns</c>, two more engines).</summary>
internal static class ModelServerReader
{
    private const int LongestModel = 256;
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    public static void Read(ObjectReading reading, YamlMap document)
    {
        var named = MetadataReader.Read(reading, document, "ModelServer");
        var spec = document.Map("spec");
        if (!document.Has("spec")) document.Error("spec", "is missing.");
        document.Has("status");
        document.Done();
        if (spec is null || named is not var (id, _)) return;

        var engine = spec.Choice("inferenceEngine", InferenceEngine.Unknown, EngineNames.All);
        var (port, scheme) = ReadPort(spec, engine);
        var (selector, group) = ReadSelector(spec);
        var model = spec.Text("model") is { Length: > 0 } name ? name : null;
        if (model?.Length > LongestModel) spec.Error("model", $"has {model.Length} characters; at most {LongestModel} are accepted.");
        var server = new ModelServer(id, SpecJson.Of(spec.Node))
        {
            Model = model,
            Engine = engine,
            Selector = selector,
            Port = port,
            Scheme = scheme,
            Endpoints = EndpointReader.ReadList(reading, spec, id, port, scheme),
            Dns = EndpointReader.ReadDns(spec, port, scheme),
            PdGroup = group,
            KvConnector = ReadConnector(spec),
            Key = ReadKey(spec),
        };
        reading.Servers.Add(ReadTraffic(spec, server));
        if (selector is null && !spec.Has("endpoints") && !spec.Has("dns"))
            spec.Source.Error(spec.Node, spec.Path, "has no pods: give workloadSelector.matchLabels, endpoints or dns.");
        if (selector is not null && port is null) spec.Error("workloadPort", "is missing: neither it nor inferenceEngine says where the pods listen.");
        spec.Done();
    }

    private static (int? Port, string Scheme) ReadPort(YamlMap spec, InferenceEngine engine)
    {
        if (spec.Map("workloadPort") is not { } map) return (EngineNames.PortOf(engine), "http");
        var port = map.Integer("port", 1, 65535);
        if (!map.Has("port")) map.Error("port", "is missing.");
        var scheme = EndpointReader.ReadScheme(map, "protocol", "http");
        map.Done();
        return (port, scheme);
    }

    private static (IReadOnlyDictionary<string, string>? Selector, PdGroup? Group) ReadSelector(YamlMap spec)
    {
        if (spec.Map("workloadSelector") is not { } map) return (null, null);
        var labels = map.TextMap("matchLabels");
        PdGroup? group = null;
        if (map.Map("pdGroup") is { } pd)
        {
            group = new PdGroup(pd.RequiredText("groupKey"), RequiredLabels(pd, "prefillLabels"), RequiredLabels(pd, "decodeLabels"));
            pd.Done();
        }

        map.Done();
        return (labels.Count > 0 ? labels : null, group);
    }

    private static IReadOnlyDictionary<string, string> RequiredLabels(YamlMap map, string key)
    {
        var labels = map.TextMap(key);
        if (labels.Count == 0) map.Error(key, "is missing: without labels every pod would be one.");
        return labels;
    }

    private static string ReadConnector(YamlMap spec)
    {
        if (spec.Map("kvConnector") is not { } map) return "http";
        var type = map.Choice("type", "http", ("http", "http"), ("lmcache", "lmcache"), ("nixl", "nixl"), ("mooncake", "mooncake"));
        if (type != "http") map.Error("type", $"'{type}' is not supported yet: http is.");
        map.Done();
        return type;
    }

    /// <summary>Where the key stands; the key itself must not, for documents are shown.</summary>
    private static UpstreamKey? ReadKey(YamlMap spec)
    {
        if (spec.Map("apiKey") is not { } map) return null;
        var (variable, file) = (map.Text("env"), map.Text("file"));
        map.Done();
        if (variable is null == file is null)
        {
            spec.Error("apiKey", "must say where the key stands: env with the name of a variable, or file with a path.");
            return null;
        }

        try
        {
            return variable is not null ? UpstreamKey.FromVariable(variable) : UpstreamKey.FromFile(Path.Combine(Path.GetDirectoryName(spec.Source.File) ?? "", file!));
        }
        catch (FormatException e)
        {
            map.Error(variable is not null ? "env" : "file", e.Message);
            return null;
        }
    }

    private static ModelServer ReadTraffic(YamlMap spec, ModelServer server)
    {
        if (spec.Map("trafficPolicy") is not { } map) return server;
        server = server with { Timeout = ReadDuration(map, "timeout", TimeSpan.FromMilliseconds(1), s_longestTimeout) };
        if (map.Map("retry") is { } retry)
        {
            var attempts = retry.Integer("attempts", 0, 10);
            if (!retry.Has("attempts")) retry.Error("attempts", "is missing.");
            server = server with
            {
                // The default of Kthena's definition.
                Retry = new RetryPolicy { Attempts = (attempts ?? 0) + 1, Interval = ReadDuration(retry, "retryInterval", TimeSpan.Zero, s_longestPause) ?? TimeSpan.FromMilliseconds(100) },
            };
            retry.Done();
        }

        map.Done();
        return server;
    }

    /// <summary>A duration in Go's form, or null when the key is missing or wrong.</summary>
    internal static TimeSpan? ReadDuration(YamlMap map, string key, TimeSpan least, TimeSpan most)
    {
        if (map.Text(key) is not { } text) return null;
        if (GoDuration.TryParse(text, out var duration) && duration >= least && duration <= most) return duration;
        map.Error(key, $"must be a duration from {GoDuration.Format(least)} to {GoDuration.Format(most)}, such as 1.5s or 500ms, not '{text}'.");
        return null;
    }
}
