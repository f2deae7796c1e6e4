namespace Vitrine.Settings;

/// <summary>Who a caller of the gateway is, and what may be shown of it. The router's <c>auth:</c> block is accepted as it stands.</summary>
internal static class CallerSettings
{
    private const string Section = "gateway";
    private static readonly SettingSection s_section = new(Section);

    public static readonly Setting<string> Jwks = s_section.Of("auth-jwks", ValueKinds.PathOrUrl, "", "Keys (JWKS) that callers' tokens must be signed with, an http address or a file; without it nobody needs a token", path: "auth.jwksUri");

    public static readonly Setting<string> Issuer = s_section.Of("auth-issuer", ValueKinds.Text, "", "The iss that a token must have", path: "auth.issuer");

    public static readonly Setting<IReadOnlyList<string>> Audiences = s_section.Of("auth-audiences", ValueKinds.List, [], "Of its aud a token must have one of these", path: "auth.audiences");

    public static readonly Setting<bool> ForwardToken = s_section.Of("auth-forward-token", ValueKinds.Switch, false, "Whether a caller's verified token is handed on to pods");

    public static readonly Setting<string> UserHeader = s_section.Of("user-header", ValueKinds.Text, "", "Header that names the caller where no token and no API key does; whoever can reach the gateway can write it");

    public static readonly Setting<IReadOnlyList<string>> ExposeLabels = s_section.Of("expose-labels", ValueKinds.List, [], "Labels shown although a pack folds them for privacy: user_id");

    public static readonly Setting<string> Prices = s_section.Of("prices", ValueKinds.Path, "", "File of what models' tokens cost; requests then show their cost");

    public static readonly Setting<string> RedisPassword = new(ValueKinds.Text, "")
    {
        Section = Section,
        Key = "redis-password",
        Aliases = ["REDIS_PASSWORD"],
        IsSecret = true,
        Description = "Password of every Redis that routes name",
    };

    public static readonly Setting<TimeSpan> RedisTimeout = s_section.Of("redis-timeout", ValueKinds.Duration, TimeSpan.FromMilliseconds(500), "Time for an answer of a Redis; then the limit of this gateway alone counts");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Jwks, Issuer, Audiences, ForwardToken, UserHeader, ExposeLabels, Prices, RedisPassword, RedisTimeout];
}
