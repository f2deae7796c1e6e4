using Vitrine.Settings;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Roles;

/// <summary>One service of the house: what <c>vitrine serve NAME</c> runs in this process and <c>vitrine up</c> as a child.</summary>
/// <remarks>A new role is a class here, a line in <see cref="RoleCatalog"/> and a list in <see cref="SettingsTable"/>; the commands follow by themselves.</remarks>
internal interface IRole
{
    /// <summary>Its name on the command line, in YAML and in the data directory.</summary>
    string Name { get; }

    /// <summary>What it does, as a help line.</summary>
    string Summary { get; }

    /// <summary>Command lines for the help, without <c>vitrine</c>.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>When it stops under <c>up</c>: stage 0 first. Roles of one stage stop together.</summary>
    int StopStage { get; }

    /// <summary>The pack that shapes its log under these settings, and with it how its lines are shown to people.</summary>
    Pack LogPack(ResolvedSettings settings);

    /// <summary>The ports and links that follow from the settings.</summary>
    RolePlan Plan(ResolvedSettings settings);

    /// <summary>The arguments that connect it to the roles that <c>up</c> starts before it; none unless it calls one.</summary>
    /// <param name="settings">Its settings: what the user connected stays as it is.</param>
    /// <param name="others">The plans of the roles before it, by name.</param>
    IReadOnlyList<string> WireTo(ResolvedSettings settings, IReadOnlyDictionary<string, RolePlan> others) => [];

    /// <summary>Serves until <paramref name="stop"/>, then stops in order.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="RoleStartException">It cannot serve, for a reason the user can mend.</exception>
    Task<int> RunAsync(RoleContext context, CancellationToken stop);
}
