using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Web.Chat;

/// <summary>The model behind the chat, and what a chat may take.</summary>
public sealed record ChatOptions
{
    private static readonly TimeSpan s_instant = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <value>An OpenAI-compatible API: its root, or its <c>/v1/</c>. The default is the house's gateway, http://localhost:8080.</value>
    public Uri BaseUrl { get; init; } = new("http://localhost:8080");

    /// <value>The model that is asked when the page names none; empty takes the first that the API offers. The default is empty.</value>
    public string Model { get; init; } = "";

    /// <value>The key that is sent to the API, or null. It never reaches the page.</value>
    public UpstreamKey? ApiKey { get; init; }

    /// <value>Where the engine behind says how it is: the debug listener of the house's model server, or the root of a llama-server; null for none.</value>
    public Uri? EngineDebug { get; init; }

    /// <value>The key that <see cref="EngineDebug"/> wants, or null. The default is null.</value>
    public UpstreamKey? EngineKey { get; init; }

    /// <value>Time between two questions to the engine, 100 ms to 1 hour. The default is 5 s.</value>
    public TimeSpan EngineInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Time for a connection to the API, 10 ms to 1 minute. The default is 5 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Time from the request to the first event of an answer, queues and loading of the model included, 10 ms to 1 day. The default is 2 minutes.</value>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>Time between two events of an answer before it is given up, 10 ms to 1 day. The default is 1 minute.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>The longest chat that is read, history included, 1 KiB to 32 MiB. The default is 1 MiB.</value>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <value>A header whose value names the user, set by a proxy that knows who it is, or null to trust none. The default is null.</value>
    public string? UserHeader { get; init; }

    /// <summary>One sentence for each wrong option.</summary>
    internal IEnumerable<string> Validate()
    {
        if (BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) yield return $"base-url is '{BaseUrl}'; accepted is an http or https address, such as http://localhost:8080/v1/.";
        if (EngineDebug is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" })) yield return $"engine-debug is '{EngineDebug}'; accepted is an http or https address.";
        if (IsOutside(EngineInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1))) yield return $"engine-interval is {EngineInterval.TotalSeconds} s; accepted is 0.1 to 3600 s.";
        if (IsOutside(ConnectTimeout, s_instant, TimeSpan.FromMinutes(1))) yield return $"connect-timeout is {ConnectTimeout.TotalSeconds} s; accepted is 0.01 to 60 s.";
        if (IsOutside(FirstByteTimeout, s_instant, s_longest)) yield return $"first-byte-timeout is {FirstByteTimeout.TotalSeconds} s; accepted is 0.01 to {s_longest.TotalSeconds} s.";
        if (IsOutside(IdleTimeout, s_instant, s_longest)) yield return $"idle-timeout is {IdleTimeout.TotalSeconds} s; accepted is 0.01 to {s_longest.TotalSeconds} s.";
        if (MaxBodyBytes is < 1024 or > 32 * 1024 * 1024) yield return $"max-body is {MaxBodyBytes} bytes; accepted is 1024 to 33554432.";
    }

    private static bool IsOutside(TimeSpan value, TimeSpan least, TimeSpan most) => value < least || value > most;
}
