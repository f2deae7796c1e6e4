using Vitrine.ModelServer;
using Vitrine.Settings;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Roles;

/// <summary>The model server (pack kronk): an OpenAI API over a GGUF model.</summary>
internal sealed class ModelRole : IRole
{
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
        var at = RoleAddresses.Of(settings, ModelSettings.ApiHost, ModelSettings.DebugHost);
        return at.Plan(settings, ModelServerRole.DefaultPack, "/v1/readiness", LinksOf(at.ApiUrl, at.DebugUrl)) with
        {
            ChatUrl = at.ApiUrl,
            Model = ModelServerSetup.FileOf(settings) is { } file ? ModelServerRole.NameOf(file) : null,
        };
    }

    public Task<int> RunAsync(RoleContext context, CancellationToken stop) => RoleRun.ServeAsync(() => ModelServerRole.RunAsync(ModelServerSetup.OptionsOf(context), stop), stop);

    private static IReadOnlyList<RoleLink> LinksOf(string api, string debug) =>
    [
        new("OpenAI API", $"{api}/v1/chat/completions"),
        new("Metrics", $"{debug}/metrics"),
        new("Operations", $"{debug}/debug/operations"),
        new("Settings", $"{debug}/debug/config"),
        new("Log, live", $"{debug}/debug/logs?follow=1"),
    ];
}
