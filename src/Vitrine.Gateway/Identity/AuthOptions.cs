namespace Vitrine.Gateway.Identity;

/// <summary>Whose tokens are accepted: Kthena's <c>auth</c> block. A caller is then the <c>sub</c> of a verified token.</summary>
public sealed record AuthOptions
{
    /// <value>The <c>iss</c> that a token must have, or null to accept any.</value>
    public string? Issuer { get; init; }

    /// <value>Of the <c>aud</c> a token must have one of these; empty accepts any. The default is empty.</value>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <value>Where the keys stand: an http or https address, or a file.</value>
    public required string Jwks { get; init; }

    /// <value>Whether the token of a caller is handed on to pods. The default is false.</value>
    public bool ForwardsToken { get; init; }

    /// <value>Time after which keys are read again. An unknown key id reads them at once, at most every 10 s. The default is 10 minutes.</value>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(10);
}
