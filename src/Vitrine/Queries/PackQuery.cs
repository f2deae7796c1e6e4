using Vitrine.Telemetry.Documents;

namespace Vitrine.Queries;

/// <summary>A PromQL query that comes with a pack: of a panel, of a dashboard's variable, or of an alert rule.</summary>
/// <param name="Owner">What asks it, for people and for the coverage: <c>panel TITLE</c>, <c>variable NAME</c> or <c>alert NAME</c>.</param>
/// <param name="Map">The mapping that holds it, for places in its file.</param>
/// <param name="Key">Its key there.</param>
/// <param name="Text">The query.</param>
/// <param name="Names">The names in it.</param>
/// <param name="ShownLabels">The labels that a legend or an annotation shows of its result.</param>
/// <param name="OwnLabels">Labels that its owner adds to the result, as alert rules do.</param>
internal sealed record PackQuery(string Owner, YamlMap Map, string Key, string Text, QueryNames Names, IReadOnlyList<string> ShownLabels, IReadOnlyCollection<string> OwnLabels);
