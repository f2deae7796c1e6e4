using Vitrine.Gateway.Fleet;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>Reads where a model server's pods answer: a list of addresses, a DNS name.</summary>
internal static class EndpointReader
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    /// <summary>Reads <c>spec.endpoints</c>.</summary>
    public static IReadOnlyList<EndpointSpec> ReadList(ObjectReading reading, YamlMap spec, ObjectName server, int? port, string scheme)
    {
        var endpoints = new List<EndpointSpec>();
        foreach (var map in spec.Maps("endpoints"))
        {
            var address = ReadAddress(map, port, scheme);
            var metrics = map.Text("metrics") is { } text ? ReadUrl(map, "metrics", text) : null;
            var labels = map.TextMap("labels");
            var role = map.Choice<PodRole?>("role", null, ("aggregated", PodRole.Aggregated), ("prefill", PodRole.Prefill), ("decode", PodRole.Decode));
            var name = map.Text("name");
            map.Done();
            if (address is null) continue;
            name = name is { Length: > 0 } ? name : EndpointNames.Of(address);
            reading.Endpoints.Add((server with { Name = name }, address, map));
            endpoints.Add(new EndpointSpec(name, address, metrics, labels) { Role = role });
        }

        return endpoints;
    }

    /// <summary>Reads <c>spec.dns</c>.</summary>
    public static DnsDiscovery? ReadDns(YamlMap spec, int? port, string scheme)
    {
        if (spec.Map("dns") is not { } map) return null;
        var name = map.RequiredText("name");
        if (name.Length > 0 && Uri.CheckHostName(name) == UriHostNameType.Unknown) map.Error("name", $"must be a host name, not '{name}'.");
        if (map.Has("port")) port = map.Integer("port", 1, 65535);
        else if (port is null) map.Error("port", "is missing: neither it, workloadPort nor inferenceEngine says where the pods listen.");
        scheme = ReadScheme(map, "scheme", scheme);
        var interval = ModelServerReader.ReadDuration(map, "interval", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)) ?? s_interval;
        map.Done();
        return new DnsDiscovery(name, port ?? 0, scheme, interval);
    }

    /// <summary>Reads <c>http</c> or <c>https</c>.</summary>
    public static string ReadScheme(YamlMap map, string key, string otherwise) => map.Choice(key, otherwise, ("http", "http"), ("https", "https"));

    /// <summary>A URL, or a host with a port beside it as Kthena writes it.</summary>
    private static Uri? ReadAddress(YamlMap map, int? port, string scheme)
    {
        if (map.Has("port")) port = map.Integer("port", 1, 65535);
        if (map.RequiredText("address") is not { Length: > 0 } text) return null;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (map.Has("port")) map.Error("port", "stands in the address already.");
            if (ReadUrl(map, "address", text) is not { } url) return null;
            if (url.PathAndQuery is "/" && url.Fragment.Length == 0) return url;
            map.Error("address", $"must end after the port, not '{text}': requests bring their own path.");
            return null;
        }

        var host = text.Contains(':', StringComparison.Ordinal) && !text.StartsWith('[') ? $"[{text}]" : text;
        if (Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown)
        {
            map.Error("address", $"must be a host, with the port beside it in 'port', or a URL such as http://10.0.0.7:8000, not '{text}'.");
            return null;
        }

        if (port is null)
        {
            map.Error("port", "is missing: neither it, workloadPort nor inferenceEngine says where the pod listens.");
            return null;
        }

        return new UriBuilder(scheme, host.Trim('[', ']'), port.Value).Uri;
    }

    private static Uri? ReadUrl(YamlMap map, string key, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 && url.UserInfo.Length == 0) return url;
        map.Error(key, $"must be a URL such as http://10.0.0.7:8000, not '{text}'.");
        return null;
    }
}
