namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>Documents over scripted pods. Everything stands in flow style, so that pieces of it can be put together in one line.</summary>
internal static class Objects
{
    private const string Version = "apiVersion: networking.serving.volcano.sh/v1alpha1";

    /// <summary>Route <c>r1</c> of model <c>llama</c> to server <c>s1</c> with these pods.</summary>
    public static string Of(params ScriptedUpstream[] pods) => Join(Route(), Server("s1", pods));

    /// <summary>A stream of documents.</summary>
    public static string Join(params string[] documents) => string.Join("\n---\n", documents);

    /// <summary>A route; <paramref name="more"/> is further keys of its spec.</summary>
    public static string Route(string name = "r1", string model = "llama", string targets = "{ modelServerName: s1 }", string more = "") => $$"""
        {{Version}}
        kind: ModelRoute
        metadata: { name: {{name}} }
        spec: { modelName: {{model}}, rules: [ { targetModels: [ {{targets}} ] } ]{{Further(more)}} }
        """;

    /// <summary>A model server with pods <c>p0</c>, <c>p1</c>…; <paramref name="more"/> is further keys of its spec.</summary>
    public static string Server(string name, IReadOnlyList<ScriptedUpstream> pods, string more = "") => $$"""
        {{Version}}
        kind: ModelServer
        metadata: { name: {{name}} }
        spec: { inferenceEngine: vLLM, endpoints: [ {{string.Join(", ", pods.Select((pod, i) => $"{{ name: {name}-p{i}, address: '{Authority(pod)}' }}"))}} ]{{Further(more)}} }
        """;

    /// <summary>A model server with one pod somewhere.</summary>
    public static string ServerAt(string name, Uri address) => $$"""
        {{Version}}
        kind: ModelServer
        metadata: { name: {{name}} }
        spec: { inferenceEngine: vLLM, endpoints: [ { name: {{name}}-p0, address: '{{address.GetLeftPart(UriPartial.Authority)}}' } ] }
        """;

    /// <summary>A model server whose first pod prefills and whose second decodes.</summary>
    public static string Pair(string name, ScriptedUpstream prefill, ScriptedUpstream decode) => $$"""
        {{Version}}
        kind: ModelServer
        metadata: { name: {{name}} }
        spec:
          inferenceEngine: vLLM
          kvConnector: { type: http }
          endpoints:
          - { name: prefill-0, address: '{{Authority(prefill)}}', labels: { group: g0, part: p } }
          - { name: decode-0, address: '{{Authority(decode)}}', labels: { group: g0, part: d } }
          workloadSelector: { pdGroup: { groupKey: group, prefillLabels: { part: p }, decodeLabels: { part: d } } }
        """;

    private static string Authority(ScriptedUpstream pod) => pod.Address.GetLeftPart(UriPartial.Authority);

    private static string Further(string more) => more.Length == 0 ? "" : $", {more}";
}
