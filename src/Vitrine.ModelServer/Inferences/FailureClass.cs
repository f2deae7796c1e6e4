namespace Vitrine.ModelServer.Inferences;

/// <summary>Where an inference failed, in Kronk's words.</summary>
internal static class FailureClass
{
    /// <summary>Before a slot began with it: no model, no place in the queue, a prompt that does not fit.</summary>
    public const string PreBatch = "pre-batch";

    /// <summary>In a slot.</summary>
    public const string ActiveSlot = "active-slot";

    /// <summary>Stopped from outside: its client left, the server stops, its time is over.</summary>
    public const string ContextCancelled = "context-cancelled";
}
