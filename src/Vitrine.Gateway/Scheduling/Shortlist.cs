using System.Buffers;
using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling;

/// <summary>The pods that one decision still considers, with room for their scores. Its arrays are pooled: dispose of it.</summary>
internal sealed class Shortlist : IDisposable
{
    private readonly Pod[] _pods;
    private readonly double[] _scores;
    private readonly int _plugins;
    private int _count;

    /// <summary>Takes the pods of a role and, if a group is named, of that group.</summary>
    public Shortlist(IReadOnlyList<Pod> pods, PodRole? role, string? group, int plugins)
    {
        _plugins = plugins;
        _pods = ArrayPool<Pod>.Shared.Rent(pods.Count);
        _scores = ArrayPool<double>.Shared.Rent(pods.Count * (plugins + 1));
        for (var i = 0; i < pods.Count; i++)
        {
            var pod = pods[i];
            if ((role is null || pod.Role == role) && (group is null || pod.Group == group)) _pods[_count++] = pod;
        }

        Considered = _count;
    }

    /// <summary>How many it began with.</summary>
    public int Considered { get; }

    /// <summary>The pods that no filter kept out so far.</summary>
    public ReadOnlySpan<Pod> Pods => _pods.AsSpan(0, _count);

    /// <summary>The weighted sums, in the order of <see cref="Pods"/>.</summary>
    public Span<double> Totals => ScoresOf(_plugins);

    /// <summary>The scores of one plugin, in the order of <see cref="Pods"/>.</summary>
    public Span<double> ScoresOf(int plugin) => _scores.AsSpan(plugin * _count, _count);

    /// <summary>Lets a filter keep pods out; how many it did. The first few are noted.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="request">The request.</param>
    /// <param name="noted">Takes pods with the reason until it holds as many as a decision shows; made for the first.</param>
    public int Filter(IFilterPlugin filter, in SchedulingRequest request, ref List<ConsideredPod>? noted)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var pod = _pods[i];
            if (filter.Keeps(request, pod, out var reason)) _pods[kept++] = pod;
            else if ((noted ??= []).Count < SchedulingDecision.MostConsidered) noted.Add(new ConsideredPod(pod.Id.Name, filter.Name, reason, 0));
        }

        var dropped = _count - kept;
        _count = kept;
        return dropped;
    }

    /// <summary>Adds a plugin's scores to the totals.</summary>
    public void Weigh(int plugin, double weight)
    {
        var scores = ScoresOf(plugin);
        var totals = Totals;
        for (var i = 0; i < totals.Length; i++) totals[i] += weight * scores[i];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<Pod>.Shared.Return(_pods, clearArray: true);
        ArrayPool<double>.Shared.Return(_scores);
    }
}
