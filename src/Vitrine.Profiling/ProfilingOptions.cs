using Vitrine.Profiling.Continuous;
using Vitrine.Profiling.Live;

namespace Vitrine.Profiling;

/// <summary>How a service serves profiles of itself.</summary>
public sealed record ProfilingOptions
{
    /// <value>The service's role, a label of every sample: profiles of several services may be read together. The default is null: no label.</value>
    public string? Role { get; init; }

    /// <value>The longest capture that a reader may ask for; more is refused with 400. The default is 10 minutes.</value>
    public TimeSpan LongestCapture { get; init; } = TimeSpan.FromMinutes(10);

    /// <value>Profiles that are taken by the clock and kept on disk. The default takes none.</value>
    public ContinuousOptions Continuous { get; init; } = new();

    /// <value>The service's own live charts, beside those of the runtime. There are none at first; add yours before the start.</value>
    public LiveChartList Charts { get; init; } = [];
}
