namespace Vitrine.ModelServer.Models;

/// <summary>Chooses which idle models make room for a load: all of them before any is evicted, so that nothing leaves in vain.</summary>
internal static class VictimChoice
{
    /// <summary>The victims in order, none when there is room, or null when not even all idle models would make enough.</summary>
    /// <param name="idle">Models that nobody uses, the coldest first.</param>
    /// <param name="seats">Places that are missing.</param>
    /// <param name="bytes">Bytes of memory that are missing.</param>
    public static IReadOnlyList<Eviction>? Choose(IEnumerable<PooledModel> idle, int seats, long bytes)
    {
        var left = idle.ToList();
        var victims = new List<Eviction>();
        while (victims.Count < seats)
        {
            if (left.Count == 0) return null;
            Take(left[0], Eviction.Capacity, Eviction.ColdestIdle);
        }

        while (bytes > 0)
        {
            if (left.Count == 0) return null;
            var fits = left.Where(member => member.ReservedBytes >= bytes).MinBy(member => member.ReservedBytes);
            Take(fits ?? left[0], Eviction.Budget, fits is null ? Eviction.ColdestIdle : Eviction.SmallestFit);
        }

        return victims;

        void Take(PooledModel member, string reason, string selection)
        {
            left.Remove(member);
            bytes -= member.ReservedBytes;
            victims.Add(new Eviction(member, reason, selection));
        }
    }
}
