namespace Vitrine.Gateway.Tests.Support;

/// <summary>Documents that tests vary.</summary>
internal static class Documents
{
    public const string Route = """
        apiVersion: networking.serving.volcano.sh/v1alpha1
        kind: ModelRoute
        metadata: { name: r1 }
        spec:
          modelName: llama
          rules:
          - targetModels: [{ modelServerName: s1 }]
        """;

    public const string Server = """
        apiVersion: networking.serving.volcano.sh/v1alpha1
        kind: ModelServer
        metadata: { name: s1 }
        spec:
          inferenceEngine: vLLM
          endpoints:
          - { name: a, address: http://127.0.0.1:8001 }
          - { name: b, address: http://127.0.0.1:8002 }
        """;

    public const string Both = Route + "\n---\n" + Server;
}
