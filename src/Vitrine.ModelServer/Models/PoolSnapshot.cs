namespace Vitrine.ModelServer.Models;

/// <summary>What the pool held at one moment.</summary>
/// <param name="Loaded">Models that answer.</param>
/// <param name="Leaving">Models that answer nobody new: replaced ones with streams left, and those that are being freed.</param>
/// <param name="Loading">Loads under way.</param>
/// <param name="UsedBytes">Memory that all of them have reserved.</param>
internal sealed record PoolSnapshot(IReadOnlyList<PoolSnapshot.Member> Loaded, IReadOnlyList<PoolSnapshot.Member> Leaving, IReadOnlyList<PoolSnapshot.Load> Loading, long UsedBytes)
{
    /// <summary>The memory that is reserved, by model id: a model may be loading anew while its former file still answers.</summary>
    public IReadOnlyDictionary<string, long> Reservations { get; } = Loaded.Concat(Leaving).Select(member => (member.Model.Name, member.ReservedBytes))
        .Concat(Loading.Select(load => (Name: load.File.Id, load.ReservedBytes)))
        .Where(reservation => reservation.ReservedBytes > 0)
        .GroupBy(reservation => reservation.Name, StringComparer.Ordinal)
        .ToDictionary(model => model.Key, model => model.Sum(reservation => reservation.ReservedBytes), StringComparer.Ordinal);

    /// <summary>A model in memory.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="File">Its file when it was loaded.</param>
    /// <param name="ReservedBytes">Its memory.</param>
    /// <param name="ActiveStreams">Leases that are out.</param>
    /// <param name="LastUsedAt">When it was acquired or released last.</param>
    internal sealed record Member(LoadedModel Model, ModelFile File, long ReservedBytes, int ActiveStreams, DateTimeOffset LastUsedAt)
    {
        /// <summary>A member as it is now.</summary>
        public static Member Of(PooledModel member) => new(member.Model, member.File, member.ReservedBytes, member.ActiveStreams, member.LastUsedAt);
    }

    /// <summary>A model on its way into memory.</summary>
    /// <param name="File">Its file.</param>
    /// <param name="ReservedBytes">Its memory; 0 before it was admitted.</param>
    /// <param name="Progress">How much has been read, 0 to 1.</param>
    /// <param name="Waiters">Requests that wait for it.</param>
    internal sealed record Load(ModelFile File, long ReservedBytes, double Progress, int Waiters);
}
