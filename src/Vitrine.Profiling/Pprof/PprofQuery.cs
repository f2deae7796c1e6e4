using System.Globalization;

namespace Vitrine.Profiling.Pprof;

/// <summary>The query of a profile, read as Go reads it: what is no number counts as absent, unless Go says otherwise.</summary>
internal static class PprofQuery
{
    private const int DefaultSeconds = 30;

    /// <summary>The request for a CPU profile: always over time, whatever is written.</summary>
    public static ProfileRequest ForCpu(IQueryCollection query, ProfilingOptions options)
    {
        var seconds = long.TryParse(query["seconds"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : DefaultSeconds;
        return new ProfileRequest { Duration = Limited(seconds, options), Source = SourceOf(query), Role = options.Role };
    }

    /// <summary>The request for any other profile.</summary>
    /// <exception cref="ProfileException">Parameters that Go refuses, in its words, or more seconds than are allowed here.</exception>
    public static ProfileRequest ForNamed(IQueryCollection query, IProfileKind kind, ProfilingOptions options)
    {
        var debug = NumberOf(query, "debug");
        var request = new ProfileRequest { Debug = debug, Collects = NumberOf(query, "gc") > 0, Source = SourceOf(query), Role = options.Role };
        if (query["seconds"] is not [{ Length: > 0 } text]) return request;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) || seconds <= 0)
            throw Refusal("invalid value for \"seconds\" - must be a positive integer");
        if (!kind.TakesSeconds) throw Refusal("\"seconds\" parameter is not supported for this profile type");
        if (debug != 0) throw Refusal("seconds and debug params are incompatible");
        return request with { Duration = Limited(seconds, options) };
    }

    /// <summary>How long a trace shall be: a second, or as many as are asked for, parts of one too.</summary>
    /// <exception cref="ProfileException">More seconds than are allowed here.</exception>
    public static TimeSpan ForTrace(IQueryCollection query, ProfilingOptions options) =>
        Limited(double.TryParse(query["seconds"], NumberStyles.Float, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : 1, options);

    /// <summary>Seconds as a time, unless it is longer than allowed. It says so in its own words: Go's limit is its server's write timeout.</summary>
    /// <exception cref="ProfileException">It is longer.</exception>
    public static TimeSpan Limited(double seconds, ProfilingOptions options) => seconds <= options.LongestCapture.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw Refusal(string.Create(CultureInfo.InvariantCulture, $"profile duration exceeds this server's limit of {options.LongestCapture.TotalSeconds} seconds"));

    private static string? SourceOf(IQueryCollection query) => query["kind"] is [{ Length: > 0 } kind] ? kind : null;

    private static int NumberOf(IQueryCollection query, string name) => int.TryParse(query[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static ProfileException Refusal(string text) => new(text) { Status = StatusCodes.Status400BadRequest };
}
