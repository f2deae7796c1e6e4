namespace Vitrine.Settings;

/// <summary>The settings of the console. Variables in the spelling of spec/aiwatch.md are accepted as they stand.</summary>
internal static class WebSettings
{
    private const string Section = "web";
    private static readonly SettingSection s_section = new(Section);

    public static readonly Setting<HostPort> ApiHost = s_section.Listener("api-host", 3080, "Address of the pages and of the chat's API");

    public static readonly Setting<HostPort> DebugHost = s_section.Listener("debug-host", 3081, "Address of metrics and /debug");

    public static readonly Setting<string> EnvFile = new(ValueKinds.Path, "")
    {
        Section = Section,
        Key = "env-file",
        IsEnvFile = true,
        IsOnUp = true,
        Description = "File of variables for the console alone, KEY=value or KEY: value; weaker than the environment, stronger than vitrine.yaml",
    };

    public static readonly Setting<string> TracingEnabled = s_section.Of("tracing-enabled", ValueKinds.Choice("auto", "true", "false"), "auto", "Whether traces are sent to --otlp-endpoint; auto leaves it to OTEL_* variables", variables: ["TRACING_ENABLED"]);

    public static readonly Setting<HostPort> OtlpEndpoint = s_section.Of("otlp-endpoint", ValueKinds.Address, new HostPort("localhost", 4318), "Collector of traces (OTLP over HTTP), with --tracing-enabled", variables: ["OTLP_ENDPOINT"]);

    public static readonly Setting<Uri> BaseUrl = new(ValueKinds.Url, _ => new Uri("http://localhost:8080/v1/"))
    {
        Section = Section,
        Key = "base-url",
        Aliases = ["BASE_URL"],
        Description = "OpenAI-compatible API behind the chat: its root, or its /v1/",
        DefaultText = "http://localhost:8080/v1/, under up the gateway",
    };

    public static readonly Setting<string> Model = new(ValueKinds.Text, "")
    {
        Section = Section,
        Key = "model",
        Aliases = ["MODEL"],
        Description = "Model that is asked when the page names none",
        DefaultText = "the first that the API offers",
    };

    public static readonly Setting<string> ApiKey = new(ValueKinds.Text, "")
    {
        Section = Section,
        Key = "api-key",
        Aliases = ["API_KEY"],
        IsSecret = true,
        Description = "Key that is sent to the API behind the chat; it never reaches the page",
    };

    public static readonly Setting<Uri?> EngineDebug = new(ValueKinds.UrlOrNone, _ => null)
    {
        Section = Section,
        Key = "engine-debug",
        Description = "Where the engine says how it is: the debug address of the house's model server, or the root of a llama-server; or none",
        DefaultText = "none, under up the model server",
    };

    public static readonly Setting<TimeSpan> EngineInterval = s_section.Of("engine-interval", ValueKinds.Duration, TimeSpan.FromSeconds(5), "Time between two questions to the engine");

    public static readonly Setting<TimeSpan> ConnectTimeout = s_section.Of("connect-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(5), "Time for a connection to the API behind the chat; then 504");

    public static readonly Setting<TimeSpan> FirstByteTimeout = s_section.Of("first-byte-timeout", ValueKinds.Duration, TimeSpan.FromMinutes(2), "Time until an answer begins, queues and loading of the model included; then 504");

    public static readonly Setting<TimeSpan> IdleTimeout = s_section.Of("idle-timeout", ValueKinds.Duration, TimeSpan.FromMinutes(1), "Time without an event of an answer before it is given up");

    public static readonly Setting<long> MaxBody = s_section.Of("max-body", ValueKinds.Size, 1024 * 1024, "Longest chat that is read, history included; a longer one is answered with 413");

    public static readonly Setting<string> UserHeader = new(ValueKinds.Text, "")
    {
        Section = Section,
        Key = "user-header",
        Description = "Header that names the user, set by a proxy that knows who it is",
        DefaultText = "none is trusted",
    };

    public static readonly Setting<IReadOnlyList<string>> Roles = new(ValueKinds.List, _ => [])
    {
        Section = Section,
        Key = "role",
        Description = "Services that the console shows: name;pack=PACK;api=http://host:port;debug=http://host:port;ready=/PATH, and ;key-file=FILE or ;key-env=NAME where it wants a key",
        DefaultText = "none, under up every role",
    };

    public static readonly Setting<TimeSpan> DrainTimeout = s_section.Of("drain-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(3), "Time that running answers get to finish when the console stops");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        EnvFile, BaseUrl, Model, ApiKey, EngineDebug, EngineInterval, ConnectTimeout, FirstByteTimeout, IdleTimeout, MaxBody, UserHeader, Roles, ApiHost, DebugHost, TracingEnabled, OtlpEndpoint, DrainTimeout,
    ];
}
