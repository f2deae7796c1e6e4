namespace Vitrine.Profiling.Continuous;

/// <summary>A folder of profiles that never grows beyond its limits. Files appear whole or not at all; whatever else lies there is left alone.</summary>
/// <remarks>The folder itself is the only state, so another process, or this one after a restart, finds the same.</remarks>
internal sealed class ProfileArchive(ContinuousOptions options)
{
    private const string Unfinished = ".new";

    /// <summary>The profiles, the oldest first; none when there is no folder.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">So.</exception>
    public IReadOnlyList<KeptProfile> List() => options.Folder is { } folder && Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles().Select(KeptProfile.Of).OfType<KeptProfile>().OrderBy(profile => profile.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>A profile's file, or null when there is no such profile.</summary>
    public string? Find(string name) => List().Any(profile => profile.Name == name) ? Path.Combine(options.Folder!, name) : null;

    /// <summary>Keeps a profile and removes what is too much.</summary>
    /// <returns>False when the profile alone is larger than all may be: it is not kept.</returns>
    /// <exception cref="IOException">The disk does not want to.</exception>
    /// <exception cref="UnauthorizedAccessException">So.</exception>
    public bool Keep(ReadOnlySpan<byte> profile, DateTimeOffset startedAt, TimeSpan duration)
    {
        if (profile.Length > options.MostBytes) return false;
        var folder = Directory.CreateDirectory(options.Folder!);
        // What a process left that ended while it wrote.
        foreach (var rest in folder.EnumerateFiles("cpu-*" + Unfinished)) rest.Delete();
        MakeRoom(profile.Length);
        var path = Path.Combine(folder.FullName, KeptProfile.NameOf(startedAt, duration));
        File.WriteAllBytes(path + Unfinished, profile);
        File.Move(path + Unfinished, path, overwrite: true);
        return true;
    }

    // Before the new one is there, or the limit would be passed for a moment.
    private void MakeRoom(long bytes)
    {
        var kept = List();
        var (files, sum) = (kept.Count + 1, kept.Sum(profile => profile.SizeBytes) + bytes);
        foreach (var oldest in kept)
        {
            if (files <= options.MostFiles && sum <= options.MostBytes) return;
            File.Delete(Path.Combine(options.Folder!, oldest.Name));
            (files, sum) = (files - 1, sum - oldest.SizeBytes);
        }
    }
}
