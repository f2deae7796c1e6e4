using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Profiling.Labels;

/// <summary>
/// Tells profiles which request, route and model a thread serves: from before the service's own middleware, and from its inferences. While nobody
/// captures, a request costs a read and a call.
/// </summary>
internal sealed class WorkTelling : IStartupFilter, IProjection
{
    /// <inheritdoc/>
    public string Name => "profile labels";

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.ApplicationServices.GetService<ITelemetry>()?.AddProjection(this);
        app.Use(following => context => WorkLabels.IsCaptured ? ServeAsync(context, following) : following(context));
        next(app);
    };

    /// <inheritdoc/>
    public bool Wants(Kind kind) => kind == InferenceKinds.Inference;

    /// <inheritdoc/>
    public void OnOpened(Operation scope)
    {
        if (WorkLabels.IsCaptured && WorkLabels.Current is { } work) work.Model = scope.Get(GenAiFacts.RequestModel);
    }

    // Asynchronous, so that the caller's flow is its own again afterwards.
    private static async Task ServeAsync(HttpContext context, RequestDelegate following)
    {
        context.Features.Set<IEndpointFeature>(WorkLabels.Begin());
        await following(context);
    }
}
