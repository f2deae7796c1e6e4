namespace Vitrine.Forecast.Requests;

/// <summary>A position in a list of a body; the way to it is only spelled out when something is wrong there.</summary>
/// <param name="Series">The way to the series.</param>
/// <param name="List">The list's name.</param>
/// <param name="Index">The position.</param>
internal readonly record struct ListPlace(IReadOnlyList<object> Series, string List, int Index)
{
    /// <summary>The way to the position.</summary>
    public IReadOnlyList<object> Path => [.. Series, List, Index];

    /// <summary>The way to a field there.</summary>
    public IReadOnlyList<object> Below(string field) => [.. Series, List, Index, field];
}
