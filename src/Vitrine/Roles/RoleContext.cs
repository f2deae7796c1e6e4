using Vitrine.Settings;
using Vitrine.Terminal;

namespace Vitrine.Roles;

/// <summary>What a running role is given.</summary>
/// <param name="Settings">Its resolved settings.</param>
/// <param name="Plan">The ports it announced; it opens these and no others.</param>
/// <param name="Surroundings">The streams: standard output carries the documented log and nothing else.</param>
internal sealed record RoleContext(ResolvedSettings Settings, RolePlan Plan, Surroundings Surroundings);
