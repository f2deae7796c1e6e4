using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Vitrine.Scenarios;

/// <summary>Which models a gateway serves how, read from its config dumps: a scenario asks for what there is.</summary>
/// <param name="Plain">A model without a limit, whose pods do everything themselves and answer.</param>
/// <param name="Limited">A model whose route limits its tokens.</param>
/// <param name="Disaggregated">A model whose prompts one pod prefills and another decodes.</param>
/// <param name="Silent">A model one of whose pods accepts no connection.</param>
internal sealed record GatewayObjects(string? Plain, string? Limited, string? Disaggregated, string? Silent)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Reads the dumps, and knocks at the pods.</summary>
    /// <exception cref="StepSkippedException">Nobody named the debug address.</exception>
    public static async Task<GatewayObjects> ReadAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var servers = new Dictionary<string, Server>(StringComparer.Ordinal);
        foreach (var server in await DumpAsync(context, "modelservers", cancellation)) servers[IdOf(server, server["name"])] = await ServerOf(server, cancellation);
        var models = (await DumpAsync(context, "modelroutes", cancellation)).Select(route => ModelOf(route, servers)).ToArray();
        return new GatewayObjects(
            Find(model => model is { IsLimited: false, Servers: [{ IsPair: false, IsSilent: false }] }),
            Find(model => model.IsLimited),
            Find(model => !model.IsLimited && model.Servers is [{ IsPair: true }]),
            Find(model => !model.IsLimited && model.Servers is [{ IsSilent: true }]));

        string? Find(Func<Model, bool> condition) => models.FirstOrDefault(condition)?.Name;
    }

    private static async Task<IEnumerable<JsonNode>> DumpAsync(ScenarioContext context, string kind, CancellationToken cancellation)
    {
        if (context.Debug is null) throw new StepSkippedException("which models there are is read from the debug address: name it with --debug-url");
        var page = JsonNode.Parse(await context.Http.GetStringAsync($"{context.Debug}/debug/config_dump/{kind}", cancellation));
        return page?[kind]?.AsArray().OfType<JsonNode>() ?? throw new ScenarioException($"/debug/config_dump/{kind} lists nothing.");
    }

    private static async Task<Server> ServerOf(JsonNode server, CancellationToken cancellation)
    {
        var isSilent = false;
        foreach (var address in (server["spec"]?["endpoints"] as JsonArray ?? []).Select(endpoint => (string?)endpoint?["address"]))
            isSilent |= Uri.TryCreate(address, UriKind.Absolute, out var url) && !await AcceptsAsync(url, cancellation);
        return new Server(server["prefillPods"] is JsonArray { Count: > 0 }, isSilent);
    }

    private static Model ModelOf(JsonNode route, Dictionary<string, Server> servers)
    {
        var targets = (route["spec"]?["rules"] as JsonArray ?? []).SelectMany(rule => rule?["targetModels"] as JsonArray ?? []).Select(target => IdOf(route, target?["modelServerName"]));
        return new Model((string?)route["spec"]?["modelName"] ?? "", route["spec"]?["rateLimit"] is not null, [.. targets.Distinct(StringComparer.Ordinal).Select(servers.GetValueOrDefault).OfType<Server>()]);
    }

    private static string IdOf(JsonNode owner, JsonNode? name) => $"{owner["namespace"]}/{name}";

    private static async Task<bool> AcceptsAsync(Uri url, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.Host, url.Port, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    private sealed record Server(bool IsPair, bool IsSilent);

    private sealed record Model(string Name, bool IsLimited, IReadOnlyList<Server> Servers);
}
