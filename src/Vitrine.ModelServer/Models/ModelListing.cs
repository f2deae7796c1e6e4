namespace Vitrine.ModelServer.Models;

/// <summary>What clients may ask for and what is in memory, put together for the pages that list it.</summary>
internal sealed class ModelListing(ModelCatalog catalog, PoolTable table, ModelServerOptions options)
{
    /// <summary>When a model that nobody uses from now on is unloaded; null when it stays.</summary>
    public DateTimeOffset? ExpiryOf(PoolSnapshot.Member member) => options.IdleTime > TimeSpan.Zero ? member.LastUsedAt + options.IdleTime : null;

    /// <summary>Everything that is in memory or on its way.</summary>
    public PoolSnapshot Pool() => table.Read();

    /// <summary>Whether a model's file is still there.</summary>
    public bool IsOnDisk(string id) => catalog.Find(id) is not null;

    /// <summary>Every model that can be asked for, in order of their ids: those on disk, and loaded ones whose file is gone.</summary>
    public IReadOnlyList<OfferedModel> Offered()
    {
        var loaded = table.Read().Loaded.ToDictionary(member => member.Model.Name, StringComparer.Ordinal);
        var onDisk = catalog.List();
        var gone = loaded.Values.Select(member => member.File).ExceptBy(onDisk.Select(file => file.Id), file => file.Id, StringComparer.Ordinal);
        return [.. onDisk.Concat(gone).OrderBy(file => file.Id, StringComparer.Ordinal).Select(file => new OfferedModel(file, loaded.GetValueOrDefault(file.Id)?.Model))];
    }

    /// <summary>A model that can be asked for, or null.</summary>
    public OfferedModel? Find(string id)
    {
        var member = table.Read().Loaded.FirstOrDefault(member => string.Equals(member.Model.Name, id, StringComparison.Ordinal));
        return (catalog.Find(id) ?? member?.File) is { } file ? new OfferedModel(file, member?.Model) : null;
    }
}
