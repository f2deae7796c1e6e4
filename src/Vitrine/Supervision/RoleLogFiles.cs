namespace Vitrine.Supervision;

/// <summary>The files that keep a role's streams in the data directory.</summary>
/// <param name="Standard">Its standard output: the documented log, as it was written.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record RoleLogFiles(string Standard, string Error)
{
    /// <summary>The files of <paramref name="role"/>.</summary>
    public static RoleLogFiles Of(string dataFolder, string role)
    {
        var folder = Path.Combine(dataFolder, "logs");
        return new RoleLogFiles(Path.Combine(folder, $"{role}.log"), Path.Combine(folder, $"{role}.err.log"));
    }
}
