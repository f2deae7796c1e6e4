using System.Globalization;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>
/// Answers questions about recent operations. Everything is copied into plain records while the ring's lock keeps finished trees from being
/// reused; rendering happens afterwards.
/// </summary>
internal sealed class OperationsReader(VitrineTelemetry telemetry)
{
    private readonly OperationCopy _copy = new(telemetry);

    /// <summary>The document that a query asks for.</summary>
    public OperationsDocument Read(OperationsQuery query)
    {
        var document = new OperationsDocument { Service = telemetry.ServiceName, At = telemetry.Options.Clock.GetUtcNow(), Ended = telemetry.Ring.Ended };
        telemetry.Ring.Hold(() => document = query.Id is { } id ? Matching(document, id, query.Limit) : Lists(document, query));
        // Equations read the states, which are the service's code: never under the ring's lock.
        return query.Check ? document with { Equations = telemetry.Reconcile() } : document;
    }

    private OperationsDocument Lists(OperationsDocument document, OperationsQuery query)
    {
        var finished = Finished().Where(query.Admits).ToList();
        return document with
        {
            Running = Folded(Running().Where(query.Admits).OrderBy(root => root.StartTimestamp), query),
            Newest = Folded(finished, query),
            Slowest = Folded(finished.OrderByDescending(root => root.Duration), query),
            Failed = Folded(finished.Where(root => root.Outcome is not (Outcome.Ok or Outcome.Cancelled)), query),
        };
    }

    private OperationsDocument Matching(OperationsDocument document, string id, int limit)
    {
        var finished = Finished();
        var matches = id == OperationsQuery.Last
            ? finished.Where(Infers).Take(1).DefaultIfEmpty(finished.FirstOrDefault()!).Where(root => root is not null)
            : Running().Concat(finished).Where(root => Bears(root, id)).Take(limit);
        return document with { Matches = [.. matches.Select(_copy.Unfolded)] };
    }

    // A root that ends meanwhile waits for the ring's lock, which is held, so it is not recycled either.
    private List<Operation> Running()
    {
        var running = new List<Operation>();
        telemetry.OpenRoots.ForEach(running.Add);
        return running;
    }

    private List<Operation> Finished()
    {
        var finished = new List<Operation>();
        telemetry.Ring.ForEach(root =>
        {
            finished.Add(root);
            return true;
        });
        return finished;
    }

    private List<OperationView> Folded(IEnumerable<Operation> roots, OperationsQuery query) => [.. roots.Take(query.Limit).Select(root => _copy.Folded(root, query.Depth))];

    private static bool Bears(Operation root, string id) =>
        (root.Span is { } span && string.Equals(span.TraceId.ToHexString(), id, StringComparison.OrdinalIgnoreCase))
        || string.Equals(root.Get(HttpFacts.RequestId), id, StringComparison.Ordinal)
        || (root.Sequence > 0 && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && root.Sequence == sequence);

    private static bool Infers(Operation scope) => scope.TryGetOwn(GenAiFacts.RequestModel, out _) || scope.Children().Any(Infers);
}
