using Vitrine.Commands;
using Vitrine.ModelServer;
using Vitrine.Settings;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Roles;

/// <summary>The model server (pack kronk): an OpenAI API over a GGUF model.</summary>
internal sealed class ModelRole : IRole
{
    // The gateway's port. Until it exists the model server answers there too, so that clients need not change when it comes.
    private const int FrontPort = 8080;

    public string Name => "model";

    public string Summary => "Serve a GGUF model over the OpenAI API";

    public IReadOnlyList<string> Examples =>
    [
        "serve model",
        "serve model --model ./llama.gguf --api-host :8080 --threads 8",
        "serve model --models ./models --models-in-cache 3 --cache-ttl 1h",
        "serve model --debug-host localhost:9090 --tempo-host localhost:4317 --tempo-probability 0.25",
    ];

    public int StopStage => 3;

    public Pack LogPack(ResolvedSettings settings) => RolePack.Of(settings, ModelServerRole.DefaultPack);

    public RolePlan Plan(ResolvedSettings settings)
    {
        var host = settings.Get(SharedSettings.Host);
        var offset = settings.Get(SharedSettings.PortOffset);
        var scheme = settings.Get(SharedSettings.TlsCertificate).Length > 0 ? "https" : "http";
        var api = settings.Get(ModelSettings.ApiHost).OrHost(host).Shift(offset);
        var debug = settings.Get(ModelSettings.DebugHost).OrHost(host).Shift(offset);
        var front = settings.Scope.IsUnderUp ? new HostPort(host, FrontPort).Shift(offset) : api;
        var listeners = new List<RoleListener> { new("api", api), new(RoleListener.Debug, debug) };
        if (front != api) listeners.Insert(0, new("front", front));

        var (frontUrl, debugUrl) = (front.Url(scheme), debug.Url(scheme));
        return new RolePlan(listeners, $"{api.Url(scheme)}/v1/readiness", debugUrl, LinksOf(frontUrl, debugUrl))
        {
            TryIt = ModelServerSetup.FileOf(settings) is { } file ? ChatLine(frontUrl, ModelServerRole.NameOf(file)) : $"curl {frontUrl}/v1/models",
        };
    }

    public async Task<int> RunAsync(RoleContext context, CancellationToken stop)
    {
        try
        {
            await ModelServerRole.RunAsync(ModelServerSetup.OptionsOf(context), stop);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is ModelServerException or PortInUseException or LogDestinationException or DirectoryNotFoundException)
        {
            throw new RoleStartException(e.Message);
        }
    }

    private static IReadOnlyList<RoleLink> LinksOf(string api, string debug) =>
    [
        new("OpenAI API", $"{api}/v1/chat/completions"),
        new("Metrics", $"{debug}/metrics"),
        new("Operations", $"{debug}/debug/operations"),
        new("Settings", $"{debug}/debug/config"),
        new("Log, live", $"{debug}/debug/logs?follow=1"),
    ];

    private static string ChatLine(string api, string model) =>
        $$"""curl -N {{api}}/v1/chat/completions -H 'Content-Type: application/json' -d '{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"What does p99 latency tell me?"}]}'""";
}
