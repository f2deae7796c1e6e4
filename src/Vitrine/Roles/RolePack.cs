using Vitrine.Settings;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Roles;

/// <summary>The first pack of a role: it shapes the log, so whoever shows log lines asks for it too.</summary>
internal static class RolePack
{
    /// <summary>The name of the pack that the settings choose, or the role's own.</summary>
    public static string NameOf(ResolvedSettings settings, string otherwise) => settings.Get(SharedSettings.Packs) is [var first, ..] ? first : otherwise;

    /// <summary>The pack that the settings choose, or the role's own.</summary>
    /// <exception cref="RoleStartException">The folder of packs does not exist.</exception>
    /// <exception cref="Vitrine.Telemetry.Documents.DocumentException">There is no such pack, or it cannot be read.</exception>
    public static Pack Of(ResolvedSettings settings, string otherwise)
    {
        try
        {
            var store = new PackStore(settings.Get(SharedSettings.PackFolder) is { Length: > 0 } folder ? folder : null);
            return store.Load(NameOf(settings, otherwise));
        }
        catch (DirectoryNotFoundException e)
        {
            throw new RoleStartException(e.Message);
        }
    }
}
