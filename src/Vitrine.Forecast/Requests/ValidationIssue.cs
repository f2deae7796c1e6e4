namespace Vitrine.Forecast.Requests;

/// <summary>One thing that is wrong with a body, in the form that clients of the original read.</summary>
/// <param name="Type">A name for programs, of pydantic's: <c>missing</c>, <c>greater_than</c>, <c>value_error</c>.</param>
/// <param name="Location">The way to it: names and positions, <c>body</c> first.</param>
/// <param name="Message">A sentence that names the field and not its value.</param>
/// <param name="Input">The value as it was sent, cut; null when it is absent, or larger than one value.</param>
/// <param name="Constraint">The bound that was broken, by pydantic's name for it; null when there is none.</param>
internal sealed record ValidationIssue(string Type, IReadOnlyList<object> Location, string Message, string? Input = null, (string Name, object Value)? Constraint = null)
{
    /// <summary>The last name of the way: the field.</summary>
    public string? Field => Location.OfType<string>().LastOrDefault();

    /// <summary>The last position of the way, if it leads into a list.</summary>
    public int? Index => Location.OfType<int>().Cast<int?>().LastOrDefault();
}
