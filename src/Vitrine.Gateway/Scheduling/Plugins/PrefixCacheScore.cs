using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Scheduling.Prefixes;

namespace Vitrine.Gateway.Scheduling.Plugins;

/// <summary>
/// Rates pods by the share of the prompt that they read lately and so have in their KV cache: 100 · matched / blocks for the five pods that
/// match longest, 0 for the others.
/// </summary>
internal sealed class PrefixCacheScore(PrefixIndex prefixes) : IScorePlugin
{
    private const int Rated = 5;
    private const int MostMatches = 16;

    public string Name => PluginCatalog.PrefixCache;

    public void Score(in SchedulingRequest request, ReadOnlySpan<Pod> pods, Span<double> scores)
    {
        scores.Clear();
        var blocks = request.PromptBlocks.Span;
        Span<PrefixMatch> matches = stackalloc PrefixMatch[MostMatches];
        matches = matches[..prefixes.Find(blocks, matches)];
        if (matches.IsEmpty) return;

        // Which of the pods are those that match: one bit each says "not this one" for nearly all of them.
        var bits = 0UL;
        foreach (var match in matches) bits |= 1UL << match.Pod;
        Span<int> places = stackalloc int[MostMatches];
        places.Fill(-1);
        for (var i = 0; i < pods.Length; i++)
        {
            if ((bits >> pods[i].Number & 1) != 0) Place(pods[i], i, matches, places);
        }

        var rated = 0;
        for (var k = 0; k < matches.Length && rated < Rated; k++)
        {
            if (places[k] < 0) continue;
            scores[places[k]] = 100d * matches[k].Blocks / blocks.Length;
            rated++;
        }
    }

    private void Place(Pod pod, int place, ReadOnlySpan<PrefixMatch> matches, Span<int> places)
    {
        for (var k = 0; k < matches.Length; k++)
        {
            if (matches[k].Pod == pod.Number && prefixes.StillHas(pod, matches[k])) places[k] = place;
        }
    }
}
