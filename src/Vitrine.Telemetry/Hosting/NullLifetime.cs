namespace Vitrine.Telemetry.Hosting;

/// <summary>Leaves signals alone: the supervisor, or the command that runs the role, stops it.</summary>
internal sealed class NullLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
