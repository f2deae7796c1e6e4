namespace Vitrine.Settings;

/// <summary>How requests of a model wait for their turn in the gateway: the router's own variables, and flags beside them.</summary>
internal static class FairnessSettings
{
    private static readonly SettingSection s_section = new("gateway");
    private static readonly ValueKind<double> s_weight = ValueKinds.Number(0, 1_000_000);

    public static readonly Setting<bool> Enabled = s_section.Of("fairness", ValueKinds.Switch, true, "Whether requests of a model wait for their turn, who used least first", variables: ["ENABLE_FAIRNESS_SCHEDULING"]);

    public static readonly Setting<TimeSpan> Window = s_section.Of("fairness-window", ValueKinds.Duration, TimeSpan.FromMinutes(5), "Stretch of the past whose tokens count against a user, 1m to 1h", variables: ["FAIRNESS_WINDOW_SIZE"]);

    public static readonly Setting<double> InputTokenWeight = s_section.Of("fairness-input-token-weight", s_weight, 1, "What a prompt token weighs", variables: ["FAIRNESS_INPUT_TOKEN_WEIGHT"]);

    public static readonly Setting<double> OutputTokenWeight = s_section.Of("fairness-output-token-weight", s_weight, 2, "What a generated token weighs", variables: ["FAIRNESS_OUTPUT_TOKEN_WEIGHT"]);

    public static readonly Setting<double> TokenWeight = s_section.Of("fairness-priority-token-weight", s_weight, 1, "What the weighed tokens of the window count in a user's rank", variables: ["FAIRNESS_PRIORITY_TOKEN_WEIGHT"]);

    public static readonly Setting<double> RequestWeight = s_section.Of("fairness-priority-request-weight", s_weight, 0, "What each request of the window counts in a user's rank", variables: ["FAIRNESS_PRIORITY_REQUEST_NUM_WEIGHT"]);

    public static readonly Setting<int> MaxConcurrent = s_section.Of("fairness-max-concurrent", ValueKinds.Integer(0, 1_000_000), 256, "Requests of a model that run at once while others wait; 0 for no bound", variables: ["FAIRNESS_MAX_CONCURRENT"]);

    public static readonly Setting<double> MaxPerSecond = s_section.Of("fairness-max-qps", s_weight, 0, "Requests of a model that leave the queue per second; 0 for no pace", variables: ["FAIRNESS_MAX_QPS"]);

    public static readonly Setting<int> MaxWaiting = s_section.Of("fairness-max-waiting", ValueKinds.Integer(1, 1_000_000), 1024, "Requests of a model that may wait; one more is answered with 503");

    public static readonly Setting<TimeSpan> QueueTimeout = s_section.Of("fairness-queue-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(60), "Longest wait for a turn; then 504", variables: ["FAIRNESS_QUEUE_TIMEOUT"]);

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Enabled, MaxConcurrent, MaxPerSecond, MaxWaiting, QueueTimeout, Window, InputTokenWeight, OutputTokenWeight, TokenWeight, RequestWeight,
    ];
}
