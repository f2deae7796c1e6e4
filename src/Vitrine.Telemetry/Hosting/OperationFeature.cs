namespace Vitrine.Telemetry.Hosting;

/// <inheritdoc cref="IOperationFeature"/>
internal sealed class OperationFeature(HttpContext context, Operation operation) : IOperationFeature
{
    private bool _cut;

    public Operation Operation { get; } = operation;

    public Outcome? Outcome { get; set; }

    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    /// <summary>Whether the answer ends without the end of its body; see <see cref="UnfinishedAnswerException"/>.</summary>
    public bool IsUnfinished { get; set; }

    public bool WasCut => Volatile.Read(ref _cut);

    /// <summary>Cuts the request: its handler sees <see cref="HttpContext.RequestAborted"/>.</summary>
    public void Cut()
    {
        Volatile.Write(ref _cut, true);
        context.Abort();
    }
}
