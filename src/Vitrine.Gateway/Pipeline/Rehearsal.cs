using System.Buffers;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Responding;
using Vitrine.Gateway.Scheduling;
using Vitrine.Gateway.Scheduling.Prefixes;

namespace Vitrine.Gateway.Pipeline;

/// <summary>
/// Runs what is compiled when it first runs, once, before anybody is let in: the first request would otherwise wait a tenth of a second for it.
/// Everything it touches is made up here, and no scope begins: no series moves, no line is written, no pod is asked.
/// </summary>
internal static class Rehearsal
{
    private const string Model = "rehearsal";
    private const string Path = "/v1/chat/completions";

    private static ReadOnlySpan<byte> Request =>
        """{"model":"rehearsal","stream":true,"messages":[{"role":"system","content":"Answer."},{"role":"user","content":[{"type":"text","text":"A prompt of more than one block of sixty-four bytes, with an \"escape\"."}]}]}"""u8;

    private static ReadOnlySpan<byte> Answer =>
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n"u8;

    /// <summary>Reads a request, places it on one of two pods that do not exist, rewrites it, reads an answer.</summary>
    public static void Run(Scheduler scheduler)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Request.Length);
        Request.CopyTo(rented);
        var (parsed, _) = RequestScanner.Scan(new RequestBody(rented, Request.Length), Path);
        if (parsed is null) return;
        using (parsed)
        {
            var request = new SchedulingRequest(Model, IsLora: false, parsed) { PromptBlocks = PromptHash.Blocks(Model, parsed.Prompt) };
            _ = scheduler.Choose(request, new FleetServer(new ModelServer(NameOf(Model), default), [PodOf("a"), PodOf("b")]), schedule: null).Json;
            _ = BodyRewriter.Rewrite(parsed, upstreamModel: "another");
        }

        using var scanner = new EventStreamScanner(stripsUsage: true);
        var client = new ArrayBufferWriter<byte>();
        scanner.Scan(Answer, client);
        scanner.Complete(client);
    }

    private static Pod PodOf(string name) => new(NameOf(name), new Uri("http://127.0.0.1:9"), null, PodRole.Aggregated, null, new Dictionary<string, string>(StringComparer.Ordinal));

    private static ObjectName NameOf(string name) => new(ObjectName.DefaultNamespace, name);
}
