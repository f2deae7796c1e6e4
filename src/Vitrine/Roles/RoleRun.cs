using Vitrine.Commands;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Roles;

/// <summary>Runs a role's server, and turns what its user can mend into words.</summary>
internal static class RoleRun
{
    /// <summary>Serves until <paramref name="stop"/>.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="RoleStartException">It cannot serve.</exception>
    public static async Task<int> ServeAsync(Func<Task> serve, CancellationToken stop)
    {
        try
        {
            await serve();
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is ServerException or PortInUseException or LogDestinationException or DirectoryNotFoundException)
        {
            throw new RoleStartException(e.Message);
        }
    }
}
