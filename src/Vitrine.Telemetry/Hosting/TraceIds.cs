using System.Diagnostics;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// Sees to it that every request has a trace id, whether spans are exported or not: log lines and the debug page show it, and it travels on.
/// Sampling stays with OpenTelemetry; this listener asks for ids alone.
/// </summary>
internal sealed class TraceIds : IHostedService, IDisposable
{
    private readonly ActivityListener _listener;

    public TraceIds(VitrineTelemetry telemetry)
    {
        // By reference: two services of one process may bear one name.
        _listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, telemetry.ActivitySource),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            SampleUsingParentId = static (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
