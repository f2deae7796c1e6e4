using System.Globalization;
using Vitrine.Commands;

namespace Vitrine.Profiles;

/// <summary>What is asked of which server.</summary>
/// <param name="Url">The whole address.</param>
/// <param name="Server">The server as people know it: a role's name, or the address without its path.</param>
/// <param name="Address">Where keys belong.</param>
/// <param name="Duration">How long the server measures before it answers.</param>
internal sealed record CaptureRequest(Uri Url, string Server, DebugAddress Address, TimeSpan Duration)
{
    private const string Pprof = "/debug/pprof";

    /// <summary>The request for a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="server">The server's name for people.</param>
    /// <param name="address">A root above <c>/debug/pprof/</c>, or the whole address of a profile, whose query is kept.</param>
    /// <param name="seconds">How long; null leaves it to the address, then to the kind.</param>
    /// <param name="collects">Whether a heap profile is to come after a collection, of what is alive.</param>
    /// <exception cref="CommandFailure">The address names another kind.</exception>
    public static CaptureRequest Of(CaptureKind kind, string server, DebugAddress address, int? seconds, bool collects)
    {
        var given = new UriBuilder(address.Url);
        var place = given.Path.IndexOf(Pprof, StringComparison.Ordinal);
        var named = place < 0 ? "" : given.Path[(place + Pprof.Length)..].Trim('/');
        if (named.Length > 0 && named != kind.Path) throw new CommandFailure(Mismatch(kind, named), ExitCode.Usage);
        given.Path = $"{(place < 0 ? given.Path : given.Path[..place]).TrimEnd('/')}{Pprof}/{kind.Path}";

        var query = given.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        var asked = query.Find(pair => pair.StartsWith("seconds=", StringComparison.Ordinal)) is { } pair && int.TryParse(pair.AsSpan("seconds=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var duration = seconds ?? asked ?? kind.Seconds;
        query.RemoveAll(pair => pair.StartsWith("seconds=", StringComparison.Ordinal));
        if (duration is { } length) query.Add(string.Create(CultureInfo.InvariantCulture, $"seconds={length}"));
        if (collects) query.Add("gc=1");
        given.Query = string.Join('&', query);
        return new CaptureRequest(given.Uri, server, address, TimeSpan.FromSeconds(duration ?? 0));
    }

    private static string Mismatch(CaptureKind kind, string named) => CaptureKind.All.FirstOrDefault(each => each.Path == named) is { } meant
        ? $"The address is of a {meant.Name} profile, not of {kind.Name}: vitrine profile {meant.Name} URL"
        : $"The address ends in {named}, which is no profile. Give the server alone, such as http://localhost:8090, or …{Pprof}/{kind.Path}.";
}
