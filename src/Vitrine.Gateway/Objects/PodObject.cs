namespace Vitrine.Gateway.Objects;

/// <summary>A Kubernetes <c>Pod</c> as somebody pasted it: model servers of its namespace select it by its labels.</summary>
/// <param name="Id">Namespace and name.</param>
/// <param name="Ip">Its address.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Info">What dumps show of it.</param>
internal sealed record PodObject(ObjectName Id, string Ip, IReadOnlyDictionary<string, string> Labels, PodInfo Info);
