namespace Vitrine.Gateway.Objects;

/// <summary>Which pods prefill and which decode. A pair shares the value of the group label.</summary>
/// <param name="GroupKey">The label whose value pairs share.</param>
/// <param name="PrefillLabels">Labels of a pod that prefills.</param>
/// <param name="DecodeLabels">Labels of a pod that decodes.</param>
internal sealed record PdGroup(string GroupKey, IReadOnlyDictionary<string, string> PrefillLabels, IReadOnlyDictionary<string, string> DecodeLabels);
