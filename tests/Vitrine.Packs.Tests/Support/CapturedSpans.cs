using System.Diagnostics;
using System.Text;
using Vitrine.Telemetry;

namespace Vitrine.Packs.Tests.Support;

/// <summary>Samples every span of one service, and no other's, and keeps those that ended.</summary>
internal sealed class CapturedSpans : IDisposable
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public CapturedSpans(VitrineTelemetry telemetry)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == telemetry.ActivitySource,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans as trees: a line each with kind, name, status and milliseconds, and below it its attributes (.), sorted, and its events (!). Ids are left out.</summary>
    public string AsTrees()
    {
        var text = new StringBuilder();
        foreach (var root in _ended.Where(span => span.ParentSpanId == default)) Append(text, root, "");
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Append(StringBuilder text, Activity span, string indent)
    {
        var status = span.Status == ActivityStatusCode.Unset ? "" : $" {span.Status}: {span.StatusDescription}";
        text.Append($"{indent}{span.Kind} {span.DisplayName} {span.Duration.TotalMilliseconds} ms{status}\n");
        foreach (var (name, value) in span.TagObjects.OrderBy(tag => tag.Key, StringComparer.Ordinal)) text.Append(FormattableString.Invariant($"{indent}  . {name} = {value}\n"));
        foreach (var happened in span.Events) text.Append(FormattableString.Invariant($"{indent}  ! {happened.Name} {string.Join(", ", happened.Tags.Select(tag => $"{tag.Key} = {tag.Value}"))}\n"));
        foreach (var child in _ended.Where(child => child.ParentSpanId == span.SpanId).OrderBy(child => child.StartTimeUtc)) Append(text, child, indent + "  ");
    }
}
