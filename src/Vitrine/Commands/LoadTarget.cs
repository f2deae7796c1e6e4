using Vitrine.RoleLogs;
using Vitrine.Supervision;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Commands;

/// <summary>The service that a load drives.</summary>
/// <param name="Api">The root of its API.</param>
/// <param name="DebugUrl">The root of its <c>/debug/*</c>, or null when nobody named it.</param>
/// <param name="KeptLines">Reads its kept log since the instance was started; empty when nobody keeps one.</param>
internal sealed record LoadTarget(Uri Api, string? DebugUrl, Func<IReadOnlyList<string>> KeptLines)
{
    /// <summary>The root of the console before it, or null.</summary>
    public Uri? Console { get; init; }

    /// <summary>A role of the running <c>vitrine up</c> of a data directory.</summary>
    /// <exception cref="CommandFailure">None runs there.</exception>
    public static LoadTarget OfInstance(string dataFolder, string role)
    {
        var instance = RunningInstance.Find(dataFolder);
        if (instance?.Roles.FirstOrDefault(running => running.Name == role) is not { } running)
            throw new CommandFailure($"No vitrine up with the role {role} runs. Start one, name its --data-dir, or give the address with --url.");
        var log = new KeptLog(RoleLogFiles.Of(dataFolder, role).Standard);
        return new LoadTarget(new Uri(running.ApiUrl), running.DebugUrl, () => Since(log, running.LogKeys ?? new PrettyLineKeys(), instance.StartedAt))
        {
            Console = instance.Roles.FirstOrDefault(other => other.Name == "web") is { } web ? new Uri(web.ApiUrl) : null,
        };
    }

    /// <summary>A service by its addresses.</summary>
    /// <exception cref="CommandFailure">One of them is no URL.</exception>
    public static LoadTarget Given(string api, string? debug) => new(UrlOf(api), debug is null ? null : $"{UrlOf(debug)}".TrimEnd('/'), () => []);

    // Runs before this one wrote into the same files: their lines prove nothing.
    private static IReadOnlyList<string> Since(KeptLog log, PrettyLineKeys keys, DateTimeOffset start)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new LogQuery([log], keys, Tail: null, Age: now - start, Follow: false).Select(log, now);
    }

    private static Uri UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url : throw new CommandFailure($"'{text}' is no URL. Write it as http://localhost:8080.", ExitCode.Usage);
}
