namespace Vitrine.Ledger.Files;

/// <summary>Names of files in a log's folder, beside the segments.</summary>
internal static class DiskNames
{
    /// <summary>Added to the name of a file that is being written; what is found under such a name was never finished.</summary>
    public const string Unfinished = ".new";

    /// <summary>The checkpoint.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The view that the file engine entered last.</summary>
    public const string View = "view";

    /// <summary>Reads a small file whole; null when there is none.</summary>
    public static byte[]? ReadWhole(this ILogDisk disk, string name)
    {
        if (!disk.List().Contains(name, StringComparer.Ordinal)) return null;
        using var file = disk.Open(name, forWriting: false);
        var bytes = new byte[file.Length];
        return bytes[..file.Read(bytes, 0)];
    }

    /// <summary>Writes a small file whole and durably, in the place of the one that has the name.</summary>
    public static void WriteWhole(this ILogDisk disk, string name, ReadOnlySpan<byte> bytes)
    {
        using (var file = disk.Create(name + Unfinished))
        {
            file.Append(bytes);
            file.Flush();
        }

        disk.Rename(name + Unfinished, name);
        disk.Flush();
    }
}
