namespace Vitrine.Settings;

/// <summary>Who a caller of the gateway is, and what may be shown of it. The router's <c>auth:</c> block is accepted as it stands.</summary>
internal static class CallerSettings
{
    private const string Section = "gateway";

    public static readonly Setting<string> Jwks = new(ValueKinds.PathOrUrl, "")
    {
        Section = Section,
        Key = "auth-jwks",
        DocumentPath = "auth.jwksUri",
        Description = "Keys (JWKS) that callers' tokens must be signed with, an http address or a file; without it nobody needs a token",
    };

    public static readonly Setting<string> Issuer = new(ValueKinds.Text, "") { Section = Section, Key = "auth-issuer", DocumentPath = "auth.issuer", Description = "The iss that a token must have" };

    public static readonly Setting<IReadOnlyList<string>> Audiences = new(ValueKinds.List, _ => [])
    {
        Section = Section,
        Key = "auth-audiences",
        DocumentPath = "auth.audiences",
        Description = "Of its aud a token must have one of these",
    };

    public static readonly Setting<bool> ForwardToken = new(ValueKinds.Switch, false) { Section = Section, Key = "auth-forward-token", Description = "Whether a caller's verified token is handed on to pods" };

    public static readonly Setting<string> UserHeader = new(ValueKinds.Text, "") { Section = Section, Key = "user-header", Description = "Header that names the caller where no token and no API key does; whoever can reach the gateway can write it" };

    public static readonly Setting<IReadOnlyList<string>> ExposeLabels = new(ValueKinds.List, _ => []) { Section = Section, Key = "expose-labels", Description = "Labels shown although a pack folds them for privacy: user_id" };

    public static readonly Setting<string> Prices = new(ValueKinds.Path, "") { Section = Section, Key = "prices", Description = "File of what models' tokens cost; requests then show their cost" };

    public static readonly Setting<string> RedisPassword = new(ValueKinds.Text, "")
    {
        Section = Section,
        Key = "redis-password",
        Aliases = ["REDIS_PASSWORD"],
        IsSecret = true,
        Description = "Password of every Redis that routes name",
    };

    public static readonly Setting<TimeSpan> RedisTimeout = new(ValueKinds.Duration, TimeSpan.FromMilliseconds(500))
    {
        Section = Section,
        Key = "redis-timeout",
        Description = "Time for an answer of a Redis; then the limit of this gateway alone counts",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Jwks, Issuer, Audiences, ForwardToken, UserHeader, ExposeLabels, Prices, RedisPassword, RedisTimeout];
}
