namespace Vitrine.ModelServer.Models;

/// <summary>A model on disk, as it was when somebody looked. Two that are equal hold the same bytes, as far as length and time can tell.</summary>
/// <param name="Id">The id under which clients ask for it.</param>
/// <param name="Path">The file, or the first part of a split one.</param>
/// <param name="SizeBytes">Bytes of all parts.</param>
/// <param name="ModifiedAt">When a part was written last.</param>
internal sealed record ModelFile(string Id, string Path, long SizeBytes, DateTimeOffset ModifiedAt)
{
    /// <summary>Looks at a model's parts, following links; null when one is gone.</summary>
    /// <param name="id">The model's id.</param>
    /// <param name="parts">Its files, the first one first.</param>
    public static ModelFile? Look(string id, IReadOnlyList<string> parts)
    {
        var (size, modified) = (0L, DateTimeOffset.MinValue);
        foreach (var part in parts)
        {
            FileSystemInfo file = new FileInfo(part);
            if (file.LinkTarget is not null) file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            if (file is not FileInfo { Exists: true } found) return null;
            size += found.Length;
            var written = new DateTimeOffset(found.LastWriteTimeUtc, TimeSpan.Zero);
            if (written > modified) modified = written;
        }

        return new ModelFile(id, parts[0], size, modified);
    }
}
