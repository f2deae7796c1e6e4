using Vitrine.Settings;

namespace Vitrine.Roles;

/// <summary>Where a role listens: the address that a setting names, on the host and with the offset that all roles share.</summary>
/// <param name="Api">What it serves.</param>
/// <param name="Debug">Metrics and debug pages.</param>
/// <param name="ApiUrl">A URL that reaches the one from this machine.</param>
/// <param name="DebugUrl">A URL that reaches the other.</param>
internal sealed record RoleAddresses(HostPort Api, HostPort Debug, string ApiUrl, string DebugUrl)
{
    /// <summary>The addresses that follow from the settings.</summary>
    public static RoleAddresses Of(ResolvedSettings settings, Setting<HostPort> api, Setting<HostPort> debug)
    {
        var scheme = settings.Get(SharedSettings.TlsCertificate).Length > 0 ? "https" : "http";
        var (apiAddress, debugAddress) = (AddressOf(settings, api), AddressOf(settings, debug));
        return new RoleAddresses(apiAddress, debugAddress, apiAddress.Url(scheme), debugAddress.Url(scheme));
    }

    /// <summary>What every role's plan has.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pack">The role's own pack, unless they choose another.</param>
    /// <param name="readyPath">Answers 2xx once the role takes requests.</param>
    /// <param name="links">What people open first.</param>
    public RolePlan Plan(ResolvedSettings settings, string pack, string readyPath, IReadOnlyList<RoleLink> links) =>
        new([new("api", Api), new(RoleListener.Debug, Debug)], ApiUrl + readyPath, DebugUrl, links)
        {
            Pack = RolePack.NameOf(settings, pack),
            ApiKeyFile = settings.Get(SharedSettings.ApiKeyFile) is { Length: > 0 } keys ? keys : null,
        };

    private static HostPort AddressOf(ResolvedSettings settings, Setting<HostPort> setting) =>
        settings.Get(setting).OrHost(settings.Get(SharedSettings.Host)).Shift(settings.Get(SharedSettings.PortOffset));
}
