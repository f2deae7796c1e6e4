using System.Diagnostics;

namespace Vitrine.Telemetry.Traces;

/// <summary>Whose child a span is: that of the newest scope of a kind in the same request where the pack names one and there is one, else of the scope around it.</summary>
internal readonly struct SpanPlace(Kind? under)
{
    /// <summary>The span to be the parent.</summary>
    /// <param name="scope">The scope whose span is to be placed.</param>
    /// <param name="around">The span around it.</param>
    public Activity Around(Operation scope, Activity around) => under is null ? around : scope.Root.NewestChild(under)?.Span ?? around;
}
