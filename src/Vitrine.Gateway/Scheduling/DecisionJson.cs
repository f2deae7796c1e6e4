using System.Text;

namespace Vitrine.Gateway.Scheduling;

/// <summary>
/// A decision as compact JSON: printable ASCII, so that it may stand in a header, and at most 4 KB; pods that do not fit are counted.
/// </summary>
/// <example>
/// <code>{"pod":"a","order":["a","b"],"pods":3,"filtered":{"available":1},"plugins":{"least-request":1},
/// "considered":[{"pod":"a","total":100,"scores":[100]},{"pod":"b","total":50,"scores":[50]},{"pod":"c","filter":"available","reason":"draining"}]}</code>
/// </example>
internal static class DecisionJson
{
    /// <summary>Most characters.</summary>
    public const int MostChars = 4096;

    /// <summary>What is kept free for the end: <c>],"more":</c>, a number and a brace.</summary>
    private const int Tail = 32;

    public static string Write(SchedulingDecision decision)
    {
        var json = new AsciiJson(stackalloc byte[MostChars]);
        json.Raw("{"u8);
        Order(ref json, decision);
        json.Raw("\"pods\":"u8);
        json.Number(decision.PodCount);
        json.Raw(",\"filtered\":{"u8);
        for (var i = 0; i < decision.Filtered.Count; i++)
        {
            json.Separate(i);
            json.Text(decision.Filtered[i].Name);
            json.Raw(":"u8);
            json.Number(decision.Filtered[i].Pods);
        }

        json.Raw("},\"plugins\":{"u8);
        for (var i = 0; i < decision.Plugins.Count; i++)
        {
            json.Separate(i);
            json.Text(decision.Plugins[i].Name);
            json.Raw(":"u8);
            json.Number(decision.Plugins[i].Weight);
        }

        json.Raw("},\"considered\":["u8);
        var written = 0;
        while (written < decision.Considered.Count && TryPod(ref json, decision, written)) written++;
        json.Raw("]"u8);
        if (decision.PodCount > written)
        {
            json.Raw(",\"more\":"u8);
            json.Number(decision.PodCount - written);
        }

        json.Raw("}"u8);
        return Encoding.ASCII.GetString(json.Written);
    }

    private static void Order(ref AsciiJson json, SchedulingDecision decision)
    {
        if (decision.Order.Count == 0) return;
        json.Raw("\"pod\":"u8);
        json.Text(decision.Order[0].Pod.Id.Name);
        json.Raw(",\"order\":["u8);
        for (var i = 0; i < decision.Order.Count; i++)
        {
            json.Separate(i);
            json.Text(decision.Order[i].Pod.Id.Name);
        }

        json.Raw("],"u8);
        if (decision.Order[0].Prefill is null) return;
        json.Raw("\"prefill\":["u8);
        for (var i = 0; i < decision.Order.Count; i++)
        {
            json.Separate(i);
            json.Text(decision.Order[i].Prefill!.Id.Name);
        }

        json.Raw("],"u8);
    }

    /// <summary>Writes one considered pod, or nothing when it does not fit.</summary>
    private static bool TryPod(ref AsciiJson json, SchedulingDecision decision, int index)
    {
        var before = json;
        var pod = decision.Considered[index];
        json.Separate(index);
        json.Raw("{\"pod\":"u8);
        json.Text(pod.Pod);
        if (pod.FilteredBy is not null)
        {
            json.Raw(",\"filter\":"u8);
            json.Text(pod.FilteredBy);
            json.Raw(",\"reason\":"u8);
            json.Text(pod.Reason ?? "");
        }
        else
        {
            json.Raw(",\"total\":"u8);
            json.Number(pod.Total);
            json.Raw(",\"scores\":["u8);
            var scores = decision.ScoresOf(index);
            for (var i = 0; i < scores.Length; i++)
            {
                json.Separate(i);
                json.Number(scores[i]);
            }

            json.Raw("]"u8);
        }

        json.Raw("}"u8);
        if (!json.IsFull && json.Room >= Tail) return true;
        json = before;
        return false;
    }
}
