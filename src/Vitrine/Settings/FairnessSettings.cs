namespace Vitrine.Settings;

/// <summary>How requests of a model wait for their turn in the gateway: the router's own variables, and flags beside them.</summary>
internal static class FairnessSettings
{
    private const string Section = "gateway";
    private static readonly ValueKind<double> s_weight = ValueKinds.Number(0, 1_000_000);

    public static readonly Setting<bool> Enabled = new(ValueKinds.Switch, true)
    {
        Section = Section,
        Key = "fairness",
        Aliases = ["ENABLE_FAIRNESS_SCHEDULING"],
        Description = "Whether requests of a model wait for their turn, who used least first",
    };

    public static readonly Setting<TimeSpan> Window = new(ValueKinds.Duration, TimeSpan.FromMinutes(5))
    {
        Section = Section,
        Key = "fairness-window",
        Aliases = ["FAIRNESS_WINDOW_SIZE"],
        Description = "Stretch of the past whose tokens count against a user, 1m to 1h",
    };

    public static readonly Setting<double> InputTokenWeight = new(s_weight, 1)
    {
        Section = Section,
        Key = "fairness-input-token-weight",
        Aliases = ["FAIRNESS_INPUT_TOKEN_WEIGHT"],
        Description = "What a prompt token weighs",
    };

    public static readonly Setting<double> OutputTokenWeight = new(s_weight, 2)
    {
        Section = Section,
        Key = "fairness-output-token-weight",
        Aliases = ["FAIRNESS_OUTPUT_TOKEN_WEIGHT"],
        Description = "What a generated token weighs",
    };

    public static readonly Setting<double> TokenWeight = new(s_weight, 1)
    {
        Section = Section,
        Key = "fairness-priority-token-weight",
        Aliases = ["FAIRNESS_PRIORITY_TOKEN_WEIGHT"],
        Description = "What the weighed tokens of the window count in a user's rank",
    };

    public static readonly Setting<double> RequestWeight = new(s_weight, 0)
    {
        Section = Section,
        Key = "fairness-priority-request-weight",
        Aliases = ["FAIRNESS_PRIORITY_REQUEST_NUM_WEIGHT"],
        Description = "What each request of the window counts in a user's rank",
    };

    public static readonly Setting<int> MaxConcurrent = new(ValueKinds.Integer(0, 1_000_000), 256)
    {
        Section = Section,
        Key = "fairness-max-concurrent",
        Aliases = ["FAIRNESS_MAX_CONCURRENT"],
        Description = "Requests of a model that run at once while others wait; 0 for no bound",
    };

    public static readonly Setting<double> MaxPerSecond = new(s_weight, 0)
    {
        Section = Section,
        Key = "fairness-max-qps",
        Aliases = ["FAIRNESS_MAX_QPS"],
        Description = "Requests of a model that leave the queue per second; 0 for no pace",
    };

    public static readonly Setting<int> MaxWaiting = new(ValueKinds.Integer(1, 1_000_000), 1024)
    {
        Section = Section,
        Key = "fairness-max-waiting",
        Description = "Requests of a model that may wait; one more is answered with 503",
    };

    public static readonly Setting<TimeSpan> QueueTimeout = new(ValueKinds.Duration, TimeSpan.FromSeconds(60))
    {
        Section = Section,
        Key = "fairness-queue-timeout",
        Aliases = ["FAIRNESS_QUEUE_TIMEOUT"],
        Description = "Longest wait for a turn; then 504",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Enabled, MaxConcurrent, MaxPerSecond, MaxWaiting, QueueTimeout, Window, InputTokenWeight, OutputTokenWeight, TokenWeight, RequestWeight,
    ];
}
