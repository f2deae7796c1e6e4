using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Supervision;

/// <summary>What <c>up.json</c> in the data directory says of a running <c>vitrine up</c>, for the other commands.</summary>
/// <param name="ProcessId">The supervisor.</param>
/// <param name="StartedAt">When it started, UTC.</param>
/// <param name="Roles">Its roles.</param>
internal sealed record RunningInstance(int ProcessId, DateTimeOffset StartedAt, IReadOnlyList<RunningRole> Roles)
{
    private const string FileName = "up.json";

    /// <summary>The shape of the file; a reader refuses what it does not know.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The instance of a data directory, or null when none runs there.</summary>
    public static RunningInstance? Find(string dataFolder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(dataFolder, FileName));
            return JsonSerializer.Deserialize(file, RunningInstanceJson.Default.RunningInstance) is { Version: 1 } instance && instance.IsAlive() ? instance : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file whole: readers see the old one or the new one.</summary>
    public void Save(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        File.WriteAllBytes($"{path}.new", JsonSerializer.SerializeToUtf8Bytes(this, RunningInstanceJson.Default.RunningInstance));
        File.Move($"{path}.new", path, overwrite: true);
    }

    /// <summary>Removes the file when the instance ends.</summary>
    public static void Forget(string dataFolder) => File.Delete(Path.Combine(dataFolder, FileName));

    // The number of a process that is gone may be given to another: that one started later.
    private bool IsAlive()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.StartTime.ToUniversalTime() <= StartedAt.UtcDateTime + TimeSpan.FromSeconds(2);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>Reads and writes <c>up.json</c> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunningInstance))]
internal sealed partial class RunningInstanceJson : JsonSerializerContext;
