namespace Vitrine.Telemetry.Packs;

/// <summary>The packs that come with the assembly, as files: <c>packs/NAME/FILE</c> among its resources.</summary>
internal static class EmbeddedPacks
{
    private const string Prefix = "packs/";
    private const string Definition = "/pack.yaml";

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All().Where(file => file.EndsWith(Definition, StringComparison.Ordinal)).Select(file => file[Prefix.Length..^Definition.Length]);

    /// <summary>The relative paths of a pack's files, with forward slashes.</summary>
    public static IEnumerable<string> FilesOf(string name)
    {
        var prefix = $"{Prefix}{name}/";
        return All().Where(file => file.StartsWith(prefix, StringComparison.Ordinal)).Select(file => file[prefix.Length..]);
    }

    /// <summary>The text of one of a pack's files, or null.</summary>
    public static string? ReadText(string name, string file)
    {
        using var stream = typeof(EmbeddedPacks).Assembly.GetManifestResourceStream($"{Prefix}{name}/{file}");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // MSBuild writes the separators of the machine it runs on.
    private static IEnumerable<string> All() =>
        typeof(EmbeddedPacks).Assembly.GetManifestResourceNames().Select(name => name.Replace('\\', '/')).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
}
