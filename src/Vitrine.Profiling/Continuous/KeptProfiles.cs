using System.Text.Json.Serialization;

namespace Vitrine.Profiling.Continuous;

/// <summary>What <c>/debug/profiles</c> answers.</summary>
/// <param name="EverySeconds">Time from one profile to the next; 0 when none are taken.</param>
/// <param name="ForSeconds">How long each measures.</param>
/// <param name="MostFiles">How many are kept.</param>
/// <param name="MostBytes">How much they may take together.</param>
/// <param name="Skipped">Turns without a profile since the start.</param>
/// <param name="Problem">Why the newest turn has none, or null.</param>
/// <param name="Profiles">The profiles, the newest first.</param>
internal sealed record KeptProfiles(double EverySeconds, double ForSeconds, int MostFiles, long MostBytes, long Skipped, string? Problem, IReadOnlyList<KeptProfile> Profiles);

/// <summary>Writes it without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(KeptProfiles))]
internal sealed partial class KeptProfilesJson : JsonSerializerContext;
