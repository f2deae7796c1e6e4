using Microsoft.AspNetCore.Http.Features;

namespace Vitrine.Profiling.Labels;

/// <summary>
/// What is being done, as far as it is known yet: it travels with a request from thread to thread. Samples point to it, so what is learnt later
/// (routing comes after the first bytes are read) counts for the samples before.
/// </summary>
internal sealed class LabelledWork : IEndpointFeature
{
    private Endpoint? _endpoint;

    /// <summary>The route's template, which is few values, unlike the path.</summary>
    public string? Route { get; private set; }

    /// <summary>The model that is asked for.</summary>
    public string? Model { get; set; }

    /// <summary>Routing puts its decision here: so the route is known the moment it is taken.</summary>
    Endpoint? IEndpointFeature.Endpoint
    {
        get => _endpoint;
        set
        {
            _endpoint = value;
            Route = (value as RouteEndpoint)?.RoutePattern.RawText ?? Route;
        }
    }
}
