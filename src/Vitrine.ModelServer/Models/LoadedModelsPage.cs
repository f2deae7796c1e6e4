using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.ModelServer.Models;

/// <summary><c>/debug/models</c>: the list of GET /v1/models/ps for those who only watch. Looking is no request and counts nowhere.</summary>
internal sealed class LoadedModelsPage(ModelListing models) : IDebugPages
{
    private const string Path = "/debug/models";

    /// <inheritdoc/>
    public IReadOnlyList<DebugLink> Links { get; } = [new(Path, "models in memory")];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, context =>
    {
        JsonResponse.Write(context.Response, json => ModelJson.WriteLoaded(json, models));
        return Task.CompletedTask;
    }).WithDisplayName($"debug {Path}").ExcludeFromDescription();
}
